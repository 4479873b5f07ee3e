import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { StrataError } from '#sdk';
import { JobAttention } from '../attention/job-attention.js';
import { type Database } from '../database/database.js';
import { createLogger } from '../telemetry/logger.js';
import { type Job, type JobHandlers } from './job.js';
import { type JobQueue, openJobQueue } from './job-queue.js';

/** A kind of job whose handler the test tells what to do. */
type Kinds = Readonly<Record<'paint', { readonly colour: string }>>;

const REQUEST = { who: 'ann', what: 'training.requested', subject: 'model:wall' } as const;
const log = createLogger({ logLevel: 'silent' });
const FAST = { leaseMs: 600, sweepMs: 150, log };

/** In this process, and through Redis where there is one. */
const ways = [undefined, process.env.TEST_REDIS_URL].filter((url, index) => index === 0 || url !== undefined);
if (ways.length === 1) console.warn('no Redis: its part is skipped; run it with scripts/services.sh');

describe.each(ways)('jobs woken up by %s', (redisUrl) => {
  describeOnBothHomes('the queue of jobs', (home) => {
    let database: Database;
    const opened: JobQueue<Kinds>[] = [];
    beforeAll(async () => {
      database = await freshDatabase(home);
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.close()));
      await database.run((manager) => manager.query('truncate jobs, job_workers'));
    });
    afterAll(() => database.close());

    const open = async (): Promise<JobQueue<Kinds>> => {
      const queue = await openJobQueue<Kinds>({
        ...FAST,
        database,
        ...(redisUrl === undefined ? {} : { redisUrl }),
      });
      opened.push(queue);
      return queue;
    };
    const enqueue = (queue: JobQueue<Kinds>, colour = 'red') =>
      queue.enqueue('paint', { subject: 'wall', payload: { colour }, request: REQUEST });
    const until = async (queue: JobQueue<Kinds>, { id }: Job, state: Job['state']): Promise<Job> => {
      await expect.poll(async () => (await queue.find(id)).state, { timeout: 120_000, interval: 30 }).toBe(state);
      return await queue.find(id);
    };

    it('runs a job, shows how far it is, and keeps what it gave', async () => {
      const queue = await open();
      const go = gate();
      queue.start({
        paint: async ({ colour }, { progress }) => {
          progress(0.5, 'half of the wall');
          await go.opened;
          return () => Promise.resolve({ painted: colour });
        },
      });
      const job = await enqueue(queue, 'blue');
      expect(job).toMatchObject({
        kind: 'paint',
        subject: 'wall',
        state: 'queued',
        by: 'ann',
        payload: { colour: 'blue' },
      });
      await expect
        .poll(() => queue.find(job.id), { timeout: 5000 })
        .toMatchObject({ state: 'running', progress: 0.5, note: 'half of the wall' });
      go.open();
      expect(await until(queue, job, 'succeeded')).toMatchObject({
        progress: 1,
        attempts: 1,
        result: { painted: 'blue' },
      });
      expect(await queue.list({ kind: 'paint', subject: 'wall', limit: 5 })).toMatchObject([{ id: job.id }]);
      expect(await queue.summary()).toMatchObject({ jobs: { succeeded: 1, queued: 0 }, workers: 1 });
    });

    it('keeps why a job failed, and runs it again when it is told to', async () => {
      const queue = await open();
      let fails = true;
      queue.start({
        paint: () => {
          if (fails) return Promise.reject(new StrataError('TOO_FEW_EXAMPLES', 'There is no paint.'));
          return Promise.resolve(() => Promise.resolve('done'));
        },
      });
      const job = await enqueue(queue);
      expect(await until(queue, job, 'failed')).toMatchObject({
        error: { code: 'TOO_FEW_EXAMPLES', message: 'There is no paint.' },
      });
      const attention = () => new JobAttention(database).attention(Date.now());
      expect(await attention()).toMatchObject([
        { kind: 'failedJob', urgency: 'soon', subject: 'paint:wall', words: 'There is no paint.' },
      ]);
      fails = false;
      await queue.retry(job.id, REQUEST);
      expect(await until(queue, job, 'succeeded')).toMatchObject({ error: null, result: 'done' });
      expect(await attention()).toEqual([]);
      await expect(queue.retry(job.id, REQUEST)).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(queue.cancel(job.id, REQUEST)).rejects.toMatchObject({ code: 'CONFLICT' });
    });

    it('needs attention where the first job has waited for longer than ten minutes', async () => {
      const queue = await open();
      const attention = (minutes: number) => new JobAttention(database).attention(Date.now() + minutes * 60_000);
      expect(await attention(60)).toEqual([]);
      const first = await enqueue(queue);
      await enqueue(queue, 'blue');
      expect(await attention(8)).toEqual([]);
      expect(await attention(12)).toEqual([
        {
          ...{ kind: 'backlog', urgency: 'now', subject: 'jobs', title: 'jobs', figures: { jobs: 2, minutes: 12 } },
          ...{ since: first.createdAt, words: '2 jobs wait, the first for 12 minutes' },
        },
      ]);
      await queue.cancel(first.id, REQUEST);
      expect(await attention(12)).toMatchObject([{ words: '1 job waits, for 12 minutes' }]);
      queue.start({ paint: () => Promise.resolve(() => Promise.resolve('done')) });
      await expect.poll(() => attention(12), { timeout: 120_000, interval: 50 }).toEqual([]);
    });

    it('cancels a job that waits, and one that runs in another process', async () => {
      const [client, worker] = [await open(), await open()];
      const waits = await enqueue(client);
      expect(await client.cancel(waits.id, REQUEST)).toMatchObject({ state: 'cancelled' });
      worker.start(untilAborted);
      const runs = await enqueue(client);
      await until(client, runs, 'running');
      await client.cancel(runs.id, REQUEST);
      expect(await until(client, runs, 'cancelled')).toMatchObject({ result: null });
      expect(await client.find(waits.id)).toMatchObject({ attempts: 0 });
    });

    it('gives a job of a worker that closes to another one', async () => {
      const [first, second] = [await open(), await open()];
      first.start(untilAborted);
      const job = await enqueue(first);
      await until(first, job, 'running');
      await first.close();
      expect(await second.find(job.id)).toMatchObject({ state: 'queued', attempts: 0 });
      second.start(done);
      await until(second, job, 'succeeded');
    });

    it('takes a job from a worker that is silent, and lets it write only once', async () => {
      const queue = await open();
      const job = await enqueue(queue);
      await database.run((manager) =>
        manager.query(
          `update jobs set state = 'running', worker = 'dead', attempts = 1, lease_until = now() + interval '200 ms'`,
        ),
      );
      const begun: string[] = [];
      const handlers: JobHandlers<Kinds> = {
        paint: (_, { id }) => {
          begun.push(id);
          return Promise.resolve(() => Promise.resolve('second'));
        },
      };
      queue.start(handlers);
      (await open()).start(handlers);
      expect(await until(queue, job, 'succeeded')).toMatchObject({ attempts: 2, result: 'second' });
      expect(begun).toEqual([job.id]);
    });

    it('writes nothing of a run that has lost its job', async () => {
      const queue = await open();
      const go = gate();
      let wrote = false;
      queue.start({
        paint: async () => {
          await go.opened;
          return () => {
            wrote = true;
            return Promise.resolve();
          };
        },
      });
      const job = await enqueue(queue);
      await until(queue, job, 'running');
      await database.run((manager) =>
        manager.query(`update jobs set worker = 'other', attempts = 2, lease_until = now() + interval '1 hour'`),
      );
      go.open();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(wrote).toBe(false);
      expect(await queue.find(job.id)).toMatchObject({ state: 'running' });
    });

    it('gives up a job that has killed three workers', async () => {
      const queue = await open();
      const job = await enqueue(queue);
      await database.run((manager) =>
        manager.query(`update jobs set state = 'running', worker = 'dead', attempts = 3, lease_until = now()`),
      );
      queue.start(done);
      expect(await until(queue, job, 'failed')).toMatchObject({ error: { code: 'JOB_ABANDONED' } });
    });
  });
});

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
}

const done: JobHandlers<Kinds> = { paint: () => Promise.resolve(() => Promise.resolve('done')) };

const untilAborted: JobHandlers<Kinds> = {
  paint: (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new StrataError('CANCELLED', 'It was stopped.'));
      });
    }),
};
