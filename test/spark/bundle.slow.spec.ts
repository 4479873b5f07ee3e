import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ReleaseDocuments } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { bookContacts } from '#strata/ledger/contacts';
import { ModelRegistry } from '#strata/models/registry';
import { openDatabase } from '#strata/platform/database';
import { ProfileStore } from '#strata/profiles/people';
import { ReleaseStore } from '#strata/rulebook/releases';
import { openDesk, readBundle } from '#strata/spark';
import { bundleCampaign } from '#strata/spark/bundling';
import { openMemory } from '#strata/tables';
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

const NOW = Date.UTC(2026, 10, 29);
const CAPPED: ReleaseDocuments = {
  ...DOCUMENTS,
  facts: { ...DOCUMENTS.facts, zone: { type: 'string', from: { profile: 'zone' }, words: 'time zone' } },
  contactPolicy: {
    caps: [{ contacts: 1, within: 'P7D' }],
    quietHours: [{ from: '21:00', to: '08:00' }],
    timeZone: { fact: 'zone' },
  },
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

  it('holds what the contact policy counts and whose clock it goes by, where the release has one', async () => {
    const database = await openDatabase(config);
    const { policy } = compileRelease(CAPPED, 'sha256:2');
    const booking = { source: 'campaign/1', at: NOW - 1_000, perUser: null, policy };
    await database.transaction((manager) =>
      bookContacts(manager, {
        ...{ ...booking, strategy: 'another' },
        people: [{ userId: 'u2', offer: 'o', channel: 'sms', exposure: 'e1' }],
      }),
    );
    await new ProfileStore(database).identify({
      ...{ id: 'u3', anonymousId: null, traits: { zone: 'Asia/Tokyo' }, at: NOW - 1_000, consent: [] },
    });
    const request = { release: { hash: 'sha256:2', documents: CAPPED }, campaign: CAPPED.campaigns![0]! };
    const ports = { database, registry: new ModelRegistry(database) };
    await bundleCampaign(ports, { ...request, audience: { id: 'id' }, now: NOW }, join(folder, 'capped'));
    await database.close();
    const { connection, close } = await openMemory();
    const states = await connection.runAndReadAll(
      `select id, policy_contacts, time_zone from read_parquet('${join(folder, 'capped', 'states.parquet')}') where id <> 'u1'`,
    );
    close();
    expect(states.getRows()).toEqual([
      ['u2', `[[${String(NOW - 1_000)},"sms"]]`, null],
      ['u3', null, 'Asia/Tokyo'],
    ]);
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
    const manifest = { rows: 3, heldBy: [{ words: 'Two are held back' }], audience: { hash: 'sha256:1', people: 9 } };
    await writeFile(
      submit,
      `#!/bin/bash\necho "$@" > '${said}'\ncat "\${5}/campaign.json" >> '${said}'\necho '${JSON.stringify(manifest)}' > "\${@: -1}"\n`,
    );
    await chmod(submit, 0o755);
    const where = ['--master', 'yarn', '--people', 'crm.people', '--out', 'crm.november', '--strata', 'strata'];
    const run = ['campaign', 'run', 'november', '--engine', 'spark', '--submit', submit, ...where];
    const { code, out, err } = await strata(...run);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('crm.november: 3 rows of 9 people. sha256:1\nTwo are held back');
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
