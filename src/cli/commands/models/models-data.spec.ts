import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshConfig, type FreshConfig } from '../../../../test/support/database.js';
import { strata } from '../../../../test/support/strata.js';

let folder: string;
let config: FreshConfig;
beforeAll(async () => {
  config = await freshConfig('pglite');
  vi.stubEnv('STRATA_HOME', config.home);
  vi.stubEnv('DATABASE_URL', '');
  folder = await mkdtemp(join(tmpdir(), 'strata-data-'));
  expect((await strata('simulate-shop', '--users', '800', '--seed', '3', '--out', folder, '--events')).code).toBe(0);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await config.dispose();
  await rm(folder, { recursive: true, force: true });
});

const files = () => ['--events', join(folder, 'events.csv'), '--profiles', join(folder, 'profiles.csv')];

describe('strata models data', () => {
  it('tells a person what the model would learn from', async () => {
    const { code, out } = await strata('models', 'data', 'coupon-conversion', ...files());
    expect(code).toBe(0);
    expect(out).toContain('people who were in the segment "dormant-customers" when past campaigns reached');
    expect(out).toMatch(/spring-all[\s\S]*summer-test[\s\S]*autumn-test[\s\S]*By month[\s\S]*2026-03/);
    expect(out).toMatch(/AUC alone[\s\S]*couponViews/);
    expect(out).toMatch(/Beside the \d+ people whom the model is meant for now/);
  });

  it('gives machines the same report, with the fingerprint', async () => {
    const { out } = await strata('models', 'data', 'coupon-conversion', ...files(), '--json');
    expect(JSON.parse(out)).toMatchObject({
      model: 'coupon-conversion',
      dataHash: expect.stringMatching(/^sha256:/) as string,
      sampling: { moments: 'campaigns' },
    });
  });

  it('compares the rows of a flat file with a file of today’s people', async () => {
    const flat = ['--data', join(folder, 'history-train.csv'), '--pool', join(folder, 'users.csv'), '--json'];
    const report = JSON.parse((await strata('models', 'data', 'natural-conversion', ...flat)).out) as object;
    expect(report).toMatchObject({ sampling: null, pool: { people: 800 } });
  });

  it.each([
    [['--data', 'x.csv', '--events', 'y.csv']],
    [['--data', 'x.csv', '--until', '2026-01-01']],
    [['--profiles', 'p.csv']],
    [['--events', 'e.csv', '--until', 'soon']],
  ])('%j exits with 2', async (argv) => {
    expect((await strata('models', 'data', 'natural-conversion', ...argv)).code).toBe(2);
  });

  it('says how history comes in where there is none', async () => {
    const { code, err } = await strata('models', 'data', 'natural-conversion');
    expect(code).toBe(1);
    expect(err).toContain('strata import events FILE');
  });
});
