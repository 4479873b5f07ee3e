import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type Campaign, type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type JobQueue, openJobQueue } from '#strata/platform/queue';
import { createLogger } from '#strata/platform/telemetry';
import { type CampaignJobs, CampaignRuns, changeState } from '../runs/index.js';
import { startDueCampaigns } from './due-campaigns.js';

const log = createLogger({ logLevel: 'silent' });
const MONDAY = Date.parse('2026-11-30T05:00:00Z');
const HOUR = 3_600_000;

const unscheduled: Campaign = { id: 'weekly', title: 'Weekly', strategy: 'gift', audience: { stored: true } };
const weekly: Campaign = {
  ...unscheduled,
  schedule: { cron: '0 6 * * MON', timeZone: 'Europe/London' },
};
const documents = (...campaigns: readonly Campaign[]): ReleaseDocuments => {
  return { facts: {}, segments: [], models: [], strategies: [], campaigns };
};

describeOnBothHomes('a scheduled campaign', (home) => {
  let database: Database;
  let queue: JobQueue<CampaignJobs>;
  beforeAll(async () => {
    database = await freshDatabase(home);
    queue = await openJobQueue<CampaignJobs>({ database, log });
  });
  afterEach(async () => {
    await database.run((manager) => manager.query('truncate campaign_runs, turns, jobs'));
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const servers = () => [1, 2, 3].map(() => new CampaignRuns({ database, queue }));
  /** What all servers do at this moment, at once. */
  const look = async (now: number, ...campaigns: readonly Campaign[]) => {
    const current = { hash: 'sha256:1', documents: documents(...campaigns) };
    await Promise.all(servers().map((runs) => startDueCampaigns({ database, runs, log }, current, now)));
    return await new CampaignRuns({ database, queue }).list({ limit: 10 });
  };
  const finish = async (id: string) => {
    await database.run((manager) => changeState(manager, id, { from: ['open'], to: 'ready' }));
  };

  it('is started when its turn comes, once, whatever number of servers there are', async () => {
    expect(await look(MONDAY, weekly)).toEqual([]);
    expect(await look(MONDAY + HOUR - 1, weekly)).toEqual([]);
    const [run, ...others] = await look(MONDAY + HOUR, weekly);
    expect(run).toMatchObject({ campaign: 'weekly', state: 'queued', by: 'strata', note: '', release: 'sha256:1' });
    expect(others).toEqual([]);
    expect(await look(MONDAY + HOUR + 1, weekly)).toHaveLength(1);
    await finish(run!.id);
    expect(await look(MONDAY + 7 * 24 * HOUR + HOUR, weekly)).toHaveLength(2);
  });

  it('is run once for all turns that nobody was there for, and says so', async () => {
    await look(MONDAY, weekly);
    const runs = await look(MONDAY + 3 * 7 * 24 * HOUR, weekly);
    expect(runs).toMatchObject([{ note: '2 turns were missed; this run is for all of them' }]);
    expect(await look(MONDAY + 3 * 7 * 24 * HOUR + 1, weekly)).toHaveLength(1);
  });

  it('loses its turn while the run before is not over', async () => {
    const [runs] = servers();
    await runs!.start({ document: weekly, release: 'sha256:1', dryRun: false }, 'ann');
    await look(MONDAY, weekly);
    expect(await look(MONDAY + HOUR, weekly)).toHaveLength(1);
    await expect(runs!.start({ document: weekly, release: 'sha256:1', dryRun: false }, 'ann')).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const dry = await runs!.start({ document: weekly, release: 'sha256:1', dryRun: true }, 'ann');
    expect(dry).toMatchObject({ state: 'queued', dryRun: true });
  });

  it('follows a schedule that changed, and rests where it has none any more', async () => {
    await look(MONDAY, weekly);
    const daily: Campaign = { ...weekly, schedule: { cron: '30 6 * * *', timeZone: 'Europe/London' } };
    expect(await look(MONDAY + HOUR, daily)).toEqual([]);
    expect(await look(MONDAY + 1.5 * HOUR, daily)).toHaveLength(1);
    expect(await look(MONDAY + 100 * HOUR, unscheduled)).toHaveLength(1);
    expect(await look(MONDAY + 100 * HOUR, daily)).toHaveLength(1);
  });

  it('is paused, resumed and cancelled', async () => {
    const [runs] = servers();
    const { id } = await runs!.start({ document: weekly, release: 'sha256:1', dryRun: false }, 'ann');
    expect(await runs!.pause(id, 'ann')).toMatchObject({ state: 'paused' });
    await expect(runs!.pause(id, 'ann')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await runs!.resume(id, 'ann')).toMatchObject({ state: 'queued' });
    expect(await runs!.cancel(id, 'ann')).toMatchObject({ state: 'cancelled' });
    await expect(runs!.resume(id, 'ann')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await runs!.start({ document: weekly, release: 'sha256:1', dryRun: false }, 'ann')).toMatchObject({
      state: 'queued',
    });
  });
});
