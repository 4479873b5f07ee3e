import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StrataError } from '#sdk';
import { PACKAGE_ROOT } from '../package-root.js';
import { loadConfig } from './config.js';
import { VARIABLES } from './variables.js';
import { envExample } from './env-example.js';

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(loadConfig({})).toEqual({
      home: resolve('.strata'),
      host: '127.0.0.1',
      port: 3000,
      rulesDir: join(PACKAGE_ROOT, 'rules'),
      auth: 'on',
      logLevel: 'info',
    });
  });

  it('reads every variable, and takes an empty one as not set', () => {
    const config = loadConfig({
      STRATA_HOME: '/data',
      HOST: '0.0.0.0',
      PORT: '8080',
      DATABASE_URL: 'postgres://u:p@db:5432/strata',
      REDIS_URL: 'redis://queue:6379',
      RULES_DIR: '/rules',
      PLUGINS_DIR: '',
      PLUGIN_SCORE_TIME_MS: '250',
      PLUGIN_TRAINING_MEMORY_MB: '2048',
      STRATA_AUTH: 'off',
      STRATA_ADMIN_KEY: 'a-key-of-the-operator',
      LOG_LEVEL: 'debug',
    });
    expect(config).toEqual({
      home: '/data',
      host: '0.0.0.0',
      port: 8080,
      databaseUrl: 'postgres://u:p@db:5432/strata',
      redisUrl: 'redis://queue:6379',
      rulesDir: '/rules',
      plugins: { scoreTimeLimitMs: 250, trainingMemoryMb: 2048 },
      auth: 'off',
      adminKey: 'a-key-of-the-operator',
      logLevel: 'debug',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('reports all that is wrong together, and repeats no value', () => {
    const wrong = { PORT: '70000', DATABASE_URL: 'mysql://secret', STRATA_ADMIN_KEY: 'secret', LOG_LEVEL: 'secret' };
    let thrown: unknown;
    try {
      loadConfig(wrong);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(StrataError);
    const { code, problems } = thrown as StrataError;
    expect(code).toBe('BAD_CONFIGURATION');
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/PORT',
      '/DATABASE_URL',
      '/STRATA_ADMIN_KEY',
      '/LOG_LEVEL',
    ]);
    expect(problems.every(({ expected }) => expected !== undefined)).toBe(true);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it('is described in full by .env.example, which is up to date', () => {
    expect(readFileSync(join(PACKAGE_ROOT, '.env.example'), 'utf8')).toBe(envExample());
  });

  it('is described in full by docs/operations.md', () => {
    const operations = readFileSync(join(PACKAGE_ROOT, 'docs', 'operations.md'), 'utf8');
    for (const { name } of VARIABLES) expect(operations).toContain(`\`${name}\``);
  });
});
