import { type Waiting } from './leases.js';

/**
 * Tells workers that a job waits. It may lose what it was told, tell it twice, or tell it late: the ledger is the truth,
 * and whoever sweeps it tells again what still waits.
 */
export interface WakeUp {
  /** Never throws and never waits. */
  announce(job: Waiting): void;
  /** Calls `run` for announced jobs, `concurrency` of them at a time. */
  listen(run: (id: string) => Promise<void>, concurrency: number): void;
  /** Announces and calls no more. Waits for what runs. */
  close(): Promise<void>;
}

/** Wake-ups inside one process. */
export function inProcessWakeUp(): WakeUp {
  const waiting = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let begin: ((id: string) => Promise<void>) | undefined;
  let places = 0;

  const next = (): void => {
    for (const id of waiting) {
      if (begin === undefined || running.size >= places) return;
      if (running.has(id)) continue;
      waiting.delete(id);
      const run = begin(id).finally(() => {
        running.delete(id);
        next();
      });
      running.set(id, run);
    }
  };
  return {
    announce({ id }) {
      waiting.add(id);
      next();
    },
    listen(run, concurrency) {
      begin = run;
      places = concurrency;
      next();
    },
    async close() {
      begin = undefined;
      await Promise.allSettled(running.values());
    },
  };
}
