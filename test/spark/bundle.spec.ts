import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ReleaseDocuments } from '#strata/engine';
import { ModelRegistry } from '#strata/models/registry';
import { openDatabase } from '#strata/platform/database';
import { ProfileStore } from '#strata/profiles/people';
import { ReleaseStore } from '#strata/rulebook/releases';
import { bundleCampaign, openDesk, readBundle } from '#strata/spark';
import { openMemory } from '#strata/tables/files';
import { documentsOf, STRATEGY } from '../../src/campaigns/selection/support/people.js';
import { freshConfig, type FreshConfig } from '../support/database.js';
import { strata } from '../support/strata.js';

const DOCUMENTS: ReleaseDocuments = {
  ...documentsOf({ ...STRATEGY, limits: { ...STRATEGY.limits, budget: 900 } }),
  campaigns: [
    {
      id: 'november',
      title: 'November',
      strategy: 'win-back',
      audience: { files: 'people.parquet', id: 'user_id', facts: { city: 'town' }, consent: { marketing: 'agreed' } },
      limits: { audience: 100 },
      quotas: [{ segment: 'members', maximum: 70 }],
    },
  ],
};

let config: FreshConfig;
let folder: string;

beforeAll(async () => {
  config = await freshConfig('pglite');
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  const database = await openDatabase(config);
  await new ReleaseStore(database).push(DOCUMENTS, 'test');
  const said = { anonymousId: null, traits: {}, at: Date.now() - 1_000 };
  await new ProfileStore(database).identify({
    id: 'u1',
    consent: [{ purpose: 'marketing', granted: false, source: 'test' }],
    ...said,
  });
  await database.close();
});

afterAll(async () => {
  await config.dispose();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  vi.stubEnv('STRATA_HOME', config.home);
  vi.stubEnv('DATABASE_URL', '');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the bundle of a campaign', () => {
  it('holds what the campaign decides by, and what is known of people', async () => {
    const out = join(folder, 'november');
    expect(await strata('campaign', 'bundle', 'november', '--out', out)).toMatchObject({ code: 0, err: '' });
    const bundle = await readBundle(out);
    expect(bundle.campaign).toMatchObject({
      campaign: 'november',
      strategy: 'win-back',
      audience: { id: 'user_id', facts: { city: 'town' }, consent: { marketing: 'agreed' } },
      limits: { audience: 100, budget: 900 },
      quotas: [{ segment: 'members', maximum: 70 }],
    });
    expect(openDesk(bundle, Date.now(), []).arms.map(({ arm }) => arm)).toEqual(['model', 'baseline']);
    const { connection, close } = await openMemory();
    const states = await connection.runAndReadAll(
      `select id, consent from read_parquet('${join(out, 'states.parquet')}')`,
    );
    close();
    expect(states.getRows()).toEqual([['u1', false]]);
  });

  it('is refused where the contact policy has caps, which a run that books nothing cannot hold', async () => {
    const database = await openDatabase(config);
    const capped = { ...DOCUMENTS, contactPolicy: { caps: [{ contacts: 1, within: 'P7D' }] } };
    const request = {
      release: { hash: 'sha256:2', documents: capped },
      campaign: capped.campaigns![0]!,
      audience: { id: 'id' },
    };
    const ports = { database, registry: new ModelRegistry(database) };
    const bundled = bundleCampaign(ports, { ...request, now: Date.now() }, join(folder, 'capped'));
    await expect(bundled).rejects.toThrow('cannot run on Spark');
    await database.close();
  });

  it('is of a published campaign', async () => {
    const { code, err } = await strata('campaign', 'bundle', 'novembre', '--out', join(folder, 'none'));
    expect(code).toBe(1);
    expect(err).toContain('did you mean "november"?');
    await expect(stat(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});

describe('a campaign that runs on Spark', () => {
  it('is submitted with its bundle and the clock', async () => {
    const submit = join(folder, 'spark-submit');
    const said = join(folder, 'said');
    const manifest = { rows: 3, audience: { hash: 'sha256:1', people: 9 } };
    await writeFile(
      submit,
      `#!/bin/bash\necho "$@" > '${said}'\ncat "\${5}/campaign.json" >> '${said}'\necho '${JSON.stringify(manifest)}' > "\${@: -1}"\n`,
    );
    await chmod(submit, 0o755);
    const where = ['--master', 'yarn', '--people', 'crm.people', '--out', 'crm.november', '--strata', 'strata'];
    const run = ['campaign', 'run', 'november', '--engine', 'spark', '--submit', submit, ...where];
    const { code, out, err } = await strata(...run);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('crm.november: 3 rows of 9 people. sha256:1');
    const [args = '', campaign = ''] = (await readFile(said, 'utf8')).split('\n');
    expect(args).toMatch(
      /^--master yarn \S+strata_spark.py --bundle \S+ --people crm.people --out crm.november --strata strata --now 2/,
    );
    expect(JSON.parse(campaign)).toMatchObject({ campaign: 'november' });
  });

  it('says what is missing', async () => {
    const spark = ['campaign', 'run', 'november', '--engine', 'spark'];
    expect((await strata(...spark)).code).toBe(2);
    const { code, err } = await strata(...spark, '--people', 'p', '--out', 'o', '--submit', 'no-such-spark');
    expect(code).toBe(2);
    expect(err).toContain('--submit PATH');
  });
});
