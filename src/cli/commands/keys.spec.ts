import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshConfig, type FreshConfig } from '../../../test/support/database.js';
import { strata } from '../../../test/support/strata.js';
import { PACKAGE_ROOT } from '#strata/platform';

describe('the command line', () => {
  let config: FreshConfig;
  beforeAll(async () => {
    config = await freshConfig('pglite');
    const env = { STRATA_HOME: config.home, DATABASE_URL: '', REDIS_URL: '', STRATA_ADMIN_KEY: '' };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await config.dispose();
  });

  const inProcess = (...args: readonly string[]): Promise<{ code: number; err: string }> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [join(PACKAGE_ROOT, 'bin', 'strata.js'), ...args],
        (_error, _out, err) => {
          resolve({ code: child.exitCode ?? -1, err });
        },
      );
    });

  it('makes a key, lists it without its secret, and revokes it', async () => {
    const made = await strata('keys', 'create', '--role', 'service', '--name', 'shop', '--json');
    const key = JSON.parse(made.out) as { id: string; secret: string };
    expect(key).toMatchObject({ role: 'service', name: 'shop', revokedAt: null });
    const listed = await strata('keys', 'list');
    expect(listed.out).toContain(key.id);
    expect(listed.out).not.toContain(key.secret);
    expect((await strata('keys', 'revoke', key.id)).out).toContain(`Revoked ${key.id}`);
  });

  it('exits with 1 where a command fails and with 2 where it was not understood', async () => {
    const unknown = await inProcess('keys', 'revoke', 'none');
    expect(unknown).toEqual({ code: 1, err: 'There is no key with the id "none". [NOT_FOUND]\n' });
    expect((await inProcess('keys', 'create', '--role', 'nobody')).code).toBe(2);
  });

  it('tells what Strata runs on', async () => {
    const { code, out } = await strata('doctor', '--json');
    const findings = JSON.parse(out) as { what: string; verdict: string }[];
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
