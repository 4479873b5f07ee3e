import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '#strata/platform/config';
import { PACKAGE_ROOT } from '#strata/platform';

const compose = readFileSync(join(PACKAGE_ROOT, 'compose.yaml'), 'utf8');
const variable = (name: string): string => new RegExp(`^ +${name}: (.+)$`, 'm').exec(compose)?.[1] ?? '';

describe('compose.yaml', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('passes a password of any characters beside the URL', () => {
    expect(variable('DATABASE_URL')).not.toContain('$');
    expect(variable('PGPASSWORD')).toContain('${POSTGRES_PASSWORD');
    vi.stubEnv('PGPASSWORD', 'p@ss/w#rd %?:');
    const url = variable('DATABASE_URL');
    expect(loadConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
    // As TypeORM hands it on: a URL without a password has an empty one.
    const client = new pg.Client({ host: 'database', user: 'strata', password: '' });
    expect((client as unknown as { connectionParameters: { password: string } }).connectionParameters.password).toBe(
      'p@ss/w#rd %?:',
    );
  });

  it('mounts the folders that its variables name, for the server and the worker alike', () => {
    for (const name of ['RULES_DIR', 'PLUGINS_DIR', 'DATA_DIR']) {
      expect(compose).toMatch(
        new RegExp(`source: ['"]?\\$\\{${name}:-[^}]+\\}['"]?,?\\s+target: ${variable(name)}\\b`),
      );
    }
    expect(compose.match(/<<: \*strata/g)).toHaveLength(2);
  });

  it('builds its image once', () => {
    expect(compose.match(/^ +build:/gm)).toHaveLength(1);
    expect(compose.match(/^ +image: strata$/gm)).toHaveLength(1);
  });
});
