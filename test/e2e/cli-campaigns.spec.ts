import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { freshConfig } from '../support/database.js';
import { type Ran, strata } from '../support/strata.js';
import { startTestServer, type TestServer } from './server.js';

const PEOPLE = 60;

interface ShownRun {
  readonly id: string;
  readonly state: string;
  readonly manifest: { readonly booked: { readonly contacts: number; readonly heldOut: number } };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-campaigns-'));
  const rows = Array.from({ length: PEOPLE }, (_, n) => `u${String(n)},3,0`);
  await writeFile(join(folder, 'newcomers.csv'), ['user,daysSinceRegistration,orders', ...rows, ''].join('\n'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => rm(folder, { recursive: true }));

const options = ['--id', 'user', '--consent', 'all'];

function jsonOf({ code, out, err }: Ran): unknown {
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.parse(out);
}

/** Looks at a campaign and runs it, whoever runs it. */
async function ran(audience: string): Promise<ShownRun> {
  const list = join(folder, 'list.csv');
  const before = await strata('campaign', 'preview', 'welcome-free-delivery', '--audience', audience, ...options);
  expect(before).toMatchObject({ code: 0, err: '' });
  expect(before.out).toContain('would reach');
  expect(before.out).toContain(`of ${String(PEOPLE)} people`);
  const run = jsonOf(
    await strata(
      'campaign',
      'run',
      'welcome-free-delivery',
      '--audience',
      audience,
      ...options,
      '--out',
      list,
      '--json',
    ),
  ) as ShownRun;
  const { contacts, heldOut } = run.manifest.booked;
  expect(run.state).toBe('ready');
  expect(contacts + heldOut).toBe(PEOPLE);
  expect((await readFile(list, 'utf8')).trim().split('\n')).toHaveLength(PEOPLE + 1);
  expect((await strata('campaign', 'show', run.id)).out).toContain(`${String(contacts)} contacts are booked`);
  return run;
}

/** What can be asked about a run that is over. */
async function looked(run: ShownRun): Promise<void> {
  expect(jsonOf(await strata('campaign', 'list', '--json'))).toMatchObject([{ id: run.id }]);
  expect((await strata('campaign', 'results', run.id)).out).toContain('offer first-free-delivery');
  const { code, err } = await strata('campaign', 'cancel', run.id);
  expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('CONFLICT') as unknown });
}

describe('strata campaign', () => {
  it('runs a strategy on a file in this process', async () => {
    const config = await freshConfig('pglite');
    onTestFinished(() => config.dispose());
    vi.stubEnv('STRATA_HOME', config.home);
    vi.stubEnv('DATABASE_URL', '');
    expect((await strata('rules', 'push', 'rules', '--yes')).code).toBe(0);
    await ran(join(folder, 'newcomers.csv'));
    const misspelt = await strata('campaign', 'run', 'november-winback');
    expect(misspelt).toMatchObject({ code: 1, err: expect.stringContaining('november-win-back') as unknown });
    const nobody = await strata('campaign', 'run', 'welcome-free-delivery');
    expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('--audience') as unknown });
  });

  describe('beside a server', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startTestServer('pglite', { DATA_DIR: folder });
    });
    afterAll(() => server.dispose());

    it('lets the server run it', async () => {
      vi.stubEnv('STRATA_HOME', server.config.home);
      vi.stubEnv('DATABASE_URL', '');
      vi.stubEnv('DATA_DIR', folder);
      await looked(await ran(join(folder, 'newcomers.csv')));
    });
  });
});
