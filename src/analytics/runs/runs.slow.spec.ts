import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type ReleaseDocuments } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { type JobQueue, openJobQueue } from '#strata/platform/queue';
import { createLogger } from '#strata/platform/telemetry';
import { type PluginHost } from '#strata/plugin-host';
import { FactGatherer, notePeople } from '#strata/profiles/facts';
import { type CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { type AttributionAnalysis, type RfmAnalysis } from '#strata/rulebook/schemas';
import { tellVersions } from '../kinds/index.js';
import { momentOf } from '../sources/index.js';
import { AnalysisVersions } from '../versions/index.js';
import { type AnalysisJobs, Analyses, analysisHandler } from './analysis-job.js';
import { DueAnalyses } from './due-analyses.js';
import { runAnalysis } from './run-analysis.js';

const log = createLogger({ logLevel: 'silent' });
const UNTIL = Date.parse('2026-11-01T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const document: RfmAnalysis = {
  id: 'rfm',
  title: 'Scores',
  kind: 'rfm',
  purchases: { event: 'order_placed', value: 'amount' },
  stages: { fact: 'stage' },
  schedule: { cron: '0 * * * *' },
  publishes: { recency: 'number', segment: 'string' },
};
const isChampion = { fact: 'segment', operator: 'equal', value: 'champions' };
const documents: ReleaseDocuments = {
  facts: {
    orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'orders' },
    stage: {
      type: 'string',
      from: { firstOf: [{ when: { fact: 'orders', operator: 'greaterThan', value: 3 }, is: 'loyal' }, { is: 'new' }] },
      words: 'stage',
    },
    segment: { type: 'string', from: { computed: { analysis: 'rfm', output: 'segment', maxAge: 'P1D' } }, words: 's' },
  },
  segments: [{ id: 'champions', title: 'Champions', condition: isChampion }],
  models: [],
  strategies: [],
  analyses: [document],
};

describeOnBothHomes('runs of analyses', (home) => {
  let database: Database;
  let queue: JobQueue<AnalysisJobs>;
  let releases: ReleaseStore;
  let analyses: Analyses;
  beforeAll(async () => {
    database = await freshDatabase(home);
    notePeople(database);
    await database.run(async (manager) => {
      await manager.query(
        `insert into profiles (user_id, attributes) select 'user-' || n, '{}' from generate_series(0, 9) n`,
      );
      // User 0 once, 90 days ago; user 9 ten times, last today.
      await manager.query(
        `insert into events (user_id, message_id, name, at, properties)
         select 'user-' || n, n || '-' || o, 'order_placed', $1::timestamptz - (o * 10 + 90 - n * 10) * interval '1 day',
           jsonb_build_object('amount', n + 0.1)
         from generate_series(0, 9) n cross join generate_series(0, n) o`,
        [new Date(UNTIL).toISOString()],
      );
    });
    releases = new ReleaseStore(database);
    await releases.push(documents, 'test');
    queue = await openJobQueue<AnalysisJobs>({ database, log, sweepMs: 100 });
    analyses = new Analyses(queue, releases, undefined);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const segmentAt = async (id: string, now: number) => {
    const release = compileRelease(documents, 'sha256:1');
    return (await new FactGatherer(database).gatherOne(id, release, now)).facts['segment'];
  };
  const ended = async (id: string) => {
    for (;;) {
      const run = await analyses.jobs.find('rfm', id);
      if (run.state !== 'queued' && run.state !== 'running') return run;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('keep versions of one result, byte by byte, and publish what they say of people', async () => {
    const versions = new AnalysisVersions(database);
    const { hash } = await releases.published();
    const once = async () => {
      const asked = { id: uuidv7(), document, documents, release: hash, until: UNTIL, seed: 1, by: 'ann' };
      const finish = await runAnalysis(
        { ...asked, source: { kind: 'stored', database } },
        { database, host: {} as PluginHost, versions },
        { signal: new AbortController().signal, progress: () => undefined },
      );
      return { before: await segmentAt('user-9', UNTIL), ...(await database.transaction(finish)) };
    };
    expect(await once()).toEqual({ before: undefined, version: 1, people: 10, warning: null });
    expect(await once()).toEqual({ before: 'champions', version: 2, people: 10, warning: null });
    const [one, two] = [await versions.find('rfm', 1), await versions.find('rfm')];
    expect(JSON.stringify(one.report)).toBe(JSON.stringify(two.report));
    expect(two).toMatchObject({
      version: 2,
      source: 'stored history',
      by: 'ann',
      report: { people: 10, purchases: 55 },
    });
    expect(await segmentAt('user-9', UNTIL)).toBe('champions');
    expect(await segmentAt('user-9', UNTIL + 24 * HOUR)).toBeUndefined();
    await expect(versions.find('rfm', 3)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are rolled back to an earlier version, whose facts count again, and forward', async () => {
    const versions = new AnalysisVersions(database);
    const { hash } = await releases.published();
    const runAt = async (until: number) => {
      const asked = { id: uuidv7(), document, documents, release: hash, until, seed: 1, by: 'ann' };
      const finish = await runAnalysis(
        { ...asked, source: { kind: 'stored', database } },
        { database, host: {} as PluginHost, versions },
        { signal: new AbortController().signal, progress: () => undefined },
      );
      return await database.transaction(finish);
    };
    await runAt(UNTIL - 85 * DAY);
    expect([await versions.current('rfm'), await segmentAt('user-0', UNTIL)]).toMatchObject([
      { version: 3 },
      undefined,
    ]);
    const back = await versions.rollBack('rfm', { by: 'ann', reason: 'too early' }, UNTIL);
    expect(back).toMatchObject({ version: 2, people: 10, withdrawnAt: null });
    expect(await segmentAt('user-9', UNTIL)).toBe('champions');
    expect(await versions.current('rfm')).toMatchObject({ version: 2 });
    expect((await versions.list('rfm')).map(({ version, withdrawnAt }) => [version, withdrawnAt !== null])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ]);
    await expect(versions.rollBack('rfm', { to: 2, by: 'ann', reason: 'again' }, UNTIL)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(versions.rollBack('rfm', { to: 9, by: 'ann', reason: 'no' }, UNTIL)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await versions.rollBack('rfm', { to: 3, by: 'ann', reason: 'after all' }, UNTIL);
    expect([await versions.current('rfm'), await segmentAt('user-9', UNTIL)]).toMatchObject([
      { version: 3 },
      undefined,
    ]);
    await versions.rollBack('rfm', { to: 1, by: 'ann', reason: 'the first' }, UNTIL);
    expect(await segmentAt('user-9', UNTIL)).toBe('champions');
    // The facts of versions that were withdrawn go with the next run that publishes.
    expect(await runAt(UNTIL)).toMatchObject({ version: 4 });
    await expect(versions.rollBack('rfm', { to: 2, by: 'ann', reason: 'gone' }, UNTIL)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('not kept any more') as string,
    });
    expect(await segmentAt('user-9', UNTIL)).toBe('champions');
  });

  it('begin again where they broke off, and say where they are no better than the dumb rival', async () => {
    const versions = new AnalysisVersions(database);
    const parts = { database, host: {} as PluginHost, versions };
    const work = { signal: new AbortController().signal, progress: () => undefined };
    const asked = { id: uuidv7(), document, documents, release: 'sha256:1', until: UNTIL, seed: 1, by: 'ann' };
    await runAnalysis({ ...asked, source: { kind: 'stored', database } }, parts, work);
    const finish = await runAnalysis({ ...asked, source: { kind: 'stored', database } }, parts, work);
    expect(await database.transaction(finish)).toMatchObject({ version: 5, people: 10 });

    const folder = await mkdtemp(join(tmpdir(), 'journeys-'));
    const file = join(folder, 'events.csv');
    const visit = (person: string, day: number, source: string) =>
      `${person},visit,2026-01-${String(day)},"{""source"":""${source}""}"`;
    const order = (person: string, day: number) => `${person},order,2026-01-${String(day)},{}`;
    const early = [visit('ann', 10, 'ad'), visit('ann', 11, 'mail'), order('ann', 12)];
    const late = [visit('bob', 20, 'search'), visit('bob', 21, 'mail'), order('bob', 22)];
    await writeFile(file, ['user_id,name,at,properties', ...early, ...late].join('\n'));
    const channels: AttributionAnalysis = {
      ...{ id: 'channels', title: 'Channels', kind: 'attribution' },
      ...{ conversion: { event: 'order' }, touches: { channel: 'source' } },
    };
    const source = { kind: 'file', file, name: 'events.csv' } as const;
    const until = await momentOf(source, channels, UNTIL);
    expect(new Date(until).toISOString()).toBe('2026-01-22T23:59:59.999Z');
    const run = { ...asked, id: uuidv7(), document: channels, source, until };
    const { warning, version } = await database.transaction(await runAnalysis(run, parts, work));
    await rm(folder, { recursive: true });
    expect(warning).toBe(
      'The credit by removal moved by 50.0 % between the halves of the time, that of the last touch by 0.0 %.',
    );
    expect(await versions.find('channels', version)).toMatchObject({ warning, people: null });
    expect((await tellVersions(versions, 'channels', 'zh'))[0]?.warning).toBe(
      '前后两段时间之间，移除法的归因变动了 50.0%，末次接触法变动了 0.0%。',
    );
    expect((await tellVersions(versions, 'channels', 'en'))[0]?.warning).toBe(warning);
  });

  it('are jobs: one at a time, begun by hand or by their schedule', async () => {
    const asked = { until: new Date(UNTIL).toISOString(), seed: 1 };
    const run = await analyses.start('rfm', asked, 'ann');
    expect(run).toMatchObject({ state: 'queued', version: null, source: 'stored history' });
    await expect(analyses.start('rfm', asked, 'ann')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(analyses.start('rmf', asked, 'ann')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(analyses.start('rfm', { ...asked, data: 'x.csv' }, 'ann')).rejects.toMatchObject({ code: 'BAD_FILE' });
    await analyses.jobs.cancel('rfm', run.id, 'ann');
    expect(await ended(run.id)).toMatchObject({ state: 'cancelled', version: null });
    await analyses.jobs.retry('rfm', run.id, 'ann');
    queue.start({ analysis: analysisHandler({ database, releases, host: {} as PluginHost }) });
    expect(await ended(run.id)).toMatchObject({ state: 'succeeded', version: 6, people: 10, warning: null });

    const current = { get: () => ({ documents }) } as unknown as CurrentRelease;
    const due = new DueAnalyses({ database, releases: current, analyses, log });
    await due.look(UNTIL + 1);
    expect(await analyses.jobs.list('rfm', { limit: 10 })).toHaveLength(1);
    await due.look(UNTIL + 2 * HOUR + 1);
    const [latest] = await analyses.jobs.list('rfm', { limit: 10 });
    expect(latest).toMatchObject({ by: 'strata', until: new Date(UNTIL + 2 * HOUR + 1).toISOString() });
    expect(await ended(latest!.id)).toMatchObject({ state: 'succeeded', version: 7 });
  });
});
