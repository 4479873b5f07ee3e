import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Campaign, type ReleaseDocuments } from '#strata/engine';
import { driftReference, ModelRegistry } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { freshDatabase } from '../../../test/support/database.js';
import { findRuns, insertRun } from '../runs/index.js';
import { writeParquet } from '../selection/support/files.js';
import {
  documentsOf,
  featuresOf,
  makePeople,
  NOW,
  type Person,
  STRATEGY,
  trainModels,
} from '../selection/support/people.js';
import { type BegunRun, decidedBy, fixPlan } from './begin-run.js';
import { checkPeople } from './check-people.js';

let host: PluginHost;
let database: Database;
let registry: ModelRegistry;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'check-'));
  host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  database = await freshDatabase('pglite');
  registry = new ModelRegistry(database);
  const known = makePeople(3000, 7).filter(({ days, city }) => days >= 90 && city !== 'Suzhou');
  const reference = driftReference(featuresOf(known), null);
  for (const [modelId, { bytes }] of await trainModels(host)) {
    const kept = { plugin: 'logistic-regression', task: 'binary', seed: 1, metrics: {} } as const;
    await registry.save({
      ...{ modelId, bytes, ...kept, documentHash: 'sha256:1', dataHash: 'sha256:1', codeVersion: '1' },
      // Nobody knows whom the other one was trained on.
      ...(modelId === 'natural' ? { reference } : {}),
    });
  }
  const strangers = makePeople(1500, 8).map((person) => ({ ...person, days: 395 + (person.days % 5), spend: 9_000 }));
  await writeParquet(join(home, 'usual.parquet'), makePeople(1500, 8), 700);
  await writeParquet(join(home, 'strangers.parquet'), strangers satisfies readonly Person[], 700);
});

afterAll(async () => {
  await host.close();
  await database.close();
  await rm(home, { recursive: true });
});

const model = (id: string): ReleaseDocuments['models'][number] => ({ id }) as ReleaseDocuments['models'][number];
const documents: ReleaseDocuments = { ...documentsOf(STRATEGY), models: [model('natural'), model('coupon')] };

async function begun(id: string, files: string, force?: string): Promise<BegunRun> {
  const columns = { id: 'user_id', facts: { city: 'town' }, consent: { marketing: 'agreed' } };
  const document: Campaign = { id, title: id, strategy: 'win-back', audience: { files, ...columns } };
  const decided = decidedBy({ documents, hash: 'sha256:1' }, document);
  await database.run((manager) =>
    insertRun(manager, { id, campaign: id, strategy: 'win-back', release: 'sha256:1', dryRun: false }),
  );
  const row = (await database.run((manager) => findRuns(manager, [id]))).get(id)!;
  const plan = await fixPlan({ database, registry }, decided, { now: NOW, round: 0 });
  const payload = { document, release: 'sha256:1', dryRun: false, directory: home };
  return {
    ...{ row, ...decided, plan: { ...plan, models: { natural: 1, coupon: 1 } } },
    payload: force === undefined ? payload : { ...payload, force },
  };
}

function check(run: BegunRun) {
  const ports = { database, registry, host, plugins: host.known, dataDir: undefined };
  return checkPeople(ports, run, { folder: join(home, run.row.id), signal: new AbortController().signal });
}

const keptPlan = async (id: string) => (await database.run((manager) => findRuns(manager, [id]))).get(id)!.plan;

test('people like those whom the models know are scored, and the run keeps that they were looked at', async () => {
  const { plan } = await check(await begun('usual', 'usual.parquet'));
  expect(plan.checks).toMatchObject([{ model: 'natural', version: 1, result: 'ok' }]);
  expect(plan.checks![0]!.people).toBeGreaterThan(400);
  expect(await keptPlan('usual')).toEqual(plan);
});

test('people whom a model never saw are refused before anybody is chosen, and the message says what moved', async () => {
  const run = await begun('strangers', 'strangers.parquet');
  await expect(check(run)).rejects.toMatchObject({
    code: 'DRIFT_REFUSED',
    message: expect.stringContaining('days since the last order') as unknown,
    problems: expect.arrayContaining([
      expect.objectContaining({ message: expect.stringContaining('spend') as unknown }),
    ]) as unknown,
  });
  expect((await keptPlan('strangers'))?.checks).toBeUndefined();
});

test('somebody who says why has them scored, and the run keeps what was found', async () => {
  const { plan } = await check(await begun('forced', 'strangers.parquet', 'a trial'));
  expect(plan.checks).toMatchObject([{ model: 'natural', result: 'refused' }]);
  expect((await keptPlan('forced'))?.checks).toEqual(plan.checks);
});

test('a run that is taken up again is not looked at again', async () => {
  const run = await begun('again', 'nothing-is-called-so.parquet');
  const looked = { ...run, plan: { ...run.plan, checks: [] } };
  expect(await check(looked)).toBe(looked);
});
