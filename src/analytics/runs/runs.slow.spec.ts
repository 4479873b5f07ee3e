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
import { type RfmAnalysis } from '#strata/rulebook/schemas';
import { AnalysisVersions } from '../versions/index.js';
import { type AnalysisJobs, Analyses, analysisHandler } from './analysis-job.js';
import { DueAnalyses } from './due-analyses.js';
import { runAnalysis } from './run-analysis.js';

const log = createLogger({ logLevel: 'silent' });
const UNTIL = Date.parse('2026-11-01T00:00:00Z');
const HOUR = 3_600_000;
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
    expect(await once()).toEqual({ before: undefined, version: 1, people: 10 });
    expect(await once()).toEqual({ before: 'champions', version: 2, people: 10 });
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

  it('are jobs: one at a time, begun by hand or by their schedule', async () => {
    const asked = { until: new Date(UNTIL).toISOString(), seed: 1 };
    const run = await analyses.start('rfm', asked, 'ann');
    expect(run).toMatchObject({ state: 'queued', version: null, source: 'stored history' });
    await expect(analyses.start('rfm', asked, 'ann')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(analyses.start('rmf', asked, 'ann')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(analyses.start('rfm', { ...asked, data: 'x.csv' }, 'ann')).rejects.toMatchObject({ code: 'BAD_FILE' });
    queue.start({ analysis: analysisHandler({ database, releases, host: {} as PluginHost }) });
    expect(await ended(run.id)).toMatchObject({ state: 'succeeded', version: 3, people: 10 });

    const current = { get: () => ({ documents }) } as unknown as CurrentRelease;
    const due = new DueAnalyses({ database, releases: current, analyses, log });
    await due.look(UNTIL + 1);
    expect(await analyses.jobs.list('rfm', { limit: 10 })).toHaveLength(1);
    await due.look(UNTIL + 2 * HOUR + 1);
    const [latest] = await analyses.jobs.list('rfm', { limit: 10 });
    expect(latest).toMatchObject({ by: 'strata', until: new Date(UNTIL + 2 * HOUR + 1).toISOString() });
    expect(await ended(latest!.id)).toMatchObject({ state: 'succeeded', version: 4 });
  });
});
