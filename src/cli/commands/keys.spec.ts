import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshConfig, type FreshConfig } from '../../../test/support/database.js';
import { PACKAGE_ROOT } from '#strata/platform';

describe('the command line', () => {
  let config: FreshConfig;
  beforeAll(async () => {
    config = await freshConfig('pglite');
  });
  afterAll(() => config.dispose());

  const strata = (...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, STRATA_HOME: config.home, DATABASE_URL: '', REDIS_URL: '', STRATA_ADMIN_KEY: '' };
      const command = [join(PACKAGE_ROOT, 'bin', 'strata.js'), ...args];
      const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
    });

  it('makes a key, lists it without its secret, and revokes it', async () => {
    const made = await strata('keys', 'create', '--role', 'service', '--name', 'shop', '--json');
    const key = JSON.parse(made.stdout) as { id: string; secret: string };
    expect(key).toMatchObject({ role: 'service', name: 'shop', revokedAt: null });
    const listed = await strata('keys', 'list');
    expect(listed.stdout).toContain(key.id);
    expect(listed.stdout).not.toContain(key.secret);
    expect((await strata('keys', 'revoke', key.id)).stdout).toContain(`Revoked ${key.id}`);
  });

  it('exits with 1 where a command fails and with 2 where it was not understood', async () => {
    const unknown = await strata('keys', 'revoke', 'none');
    expect([unknown.code, unknown.stderr]).toEqual([1, 'There is no key with the id "none". [NOT_FOUND]\n']);
    expect((await strata('keys', 'create', '--role', 'nobody')).code).toBe(2);
  });

  it('tells what Strata runs on', async () => {
    const { code, stdout } = await strata('doctor', '--json');
    const findings = JSON.parse(stdout) as { what: string; verdict: string }[];
    expect(code).toBe(0);
    expect(findings.map(({ what }) => what)).toEqual([
      'strata',
      'node',
      'machine',
      'tensorflow',
      'database',
      'queue',
      'plugins',
    ]);
    expect(findings.filter(({ verdict }) => verdict === 'problem')).toEqual([]);
  });
});
