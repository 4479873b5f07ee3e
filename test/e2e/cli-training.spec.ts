import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { shopHistory } from '../support/shop-history.js';
import { strata } from '../support/strata.js';
import { startTestServer, type TestServer } from './server.js';

const MODEL = 'natural-conversion-readable';

/** On PGlite the server owns the database; on PostgreSQL it is whom the queue finds. */
describeOnBothHomes('the command line beside a running server', (home) => {
  let folder: string;
  let server: TestServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strata-data-'));
    writeFileSync(join(folder, 'history.csv'), shopHistory(4000));
    server = await startTestServer(home, { DATA_DIR: folder });
    vi.stubEnv('STRATA_HOME', server.config.home);
    vi.stubEnv('DATABASE_URL', server.config.databaseUrl ?? '');
    vi.stubEnv('DATA_DIR', folder);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const train = (...options: string[]) =>
    strata('train', MODEL, '--data', join(folder, 'history.csv'), '--watch', ...options);

  it('lets the server train, and shows what came of it', async () => {
    const { code, out, err } = await train('--seed', '9');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Run .* is queued: .* trains natural-conversion-readable on history\.csv\./);
    expect(out).toContain(`Version 1 of ${MODEL} (logistic-regression, seed 9) is stored.`);
    const runs = await server.call('GET', `/v1/models/${MODEL}/runs`);
    expect(runs.json).toMatchObject({ runs: [{ state: 'succeeded', seed: 9, version: 1 }] });
  });

  it('says why a training failed', async () => {
    const { code, err } = await train('--minimum', '1000000');
    expect(code).toBe(1);
    expect(err).toContain('[TOO_FEW_EXAMPLES]');
  });

  it('refuses a document that is not the published one', async () => {
    const file = join(folder, `${MODEL}.json`);
    writeFileSync(file, JSON.stringify({ ...DOCUMENT, title: 'Another one' }));
    const { code, err } = await strata('train', file, '--data', join(folder, 'history.csv'), '--watch');
    expect(err).toContain('[BAD_USAGE]');
    expect(code).toBe(2);
    expect(err).toContain('first: strata rules push');
  });

  it('lists, promotes and rolls back', async () => {
    expect((await strata('models', 'promote', MODEL, '--reason', 'now')).err).toContain('[STAGE_MISSING]');
    expect((await strata('models', 'promote', MODEL, '--override', 'launch')).out).toContain('is the champion');
    await train('--promote', '--override', 'again');
    const { out } = await strata('models', 'list');
    expect(out).toMatch(/natural-conversion-readable │ 2 +│ champion[\s\S]*│ 1 +│ retired/);
    expect(out).toMatch(/coupon-conversion +│ – +│ draft/);
    expect((await strata('models', 'rollback', MODEL, '--reason', 'worse')).out).toContain('Version 1');
  });
});

const DOCUMENT = {
  id: MODEL,
  title: 'Buys',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { event: 'order_placed', within: 'P14D' },
  features: ['orders'],
};
