import { type Logger } from '../telemetry/index.js';
import { type WakeUp } from './wake-up.js';

/** What lies in Redis: nothing but the id. */
interface Announcement {
  readonly id: string;
}

const CLOSING_MS = 3_000;

/**
 * Wake-ups through Bull on Redis, for workers on any number of machines. While Redis is away nothing is announced and
 * nothing fails; it is used again as soon as it answers.
 */
export async function bullWakeUp(redisUrl: string, name: string, log: Logger): Promise<WakeUp> {
  // Only who has a Redis needs it: it takes a tenth of a second to load.
  const { default: Bull } = await import('bull');
  const queue = new Bull<Announcement>(name, redisUrl, {
    prefix: 'strata',
    // A job that Bull believes to be stalled is announced again and not failed: the ledger knows who has it.
    settings: { maxStalledCount: Number.MAX_SAFE_INTEGER },
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  let away = false;
  queue.on('error', (error) => {
    if (!away) log.warn({ err: error }, 'Redis cannot be reached: jobs wait in the database');
    away = true;
  });
  queue.client.on('ready', () => {
    if (away) log.info('Redis can be reached again');
    away = false;
  });
  return {
    announce({ id, attempts }) {
      // Told once for each beginning, however often a sweep finds it waiting.
      queue.add({ id }, { jobId: `${id}:${String(attempts)}` }).catch((error: unknown) => {
        log.debug({ err: error, job: id }, 'the job was not announced yet');
      });
    },
    listen(run, concurrency) {
      queue
        .process(concurrency, ({ data }) => run(data.id))
        .catch((error: unknown) => {
          log.error({ err: error }, 'jobs are not taken from Redis any more');
        });
    },
    async close() {
      const closed = queue.close().catch(() => undefined);
      // Where Redis is away, its client would wait for it.
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSING_MS).unref())]);
      queue.client.disconnect();
    },
  };
}
