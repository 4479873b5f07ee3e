import { type Logger } from '#strata/platform/telemetry';
import { type ProfileStore } from './profile-store.js';
import { type RetentionPolicy } from '../store/index.js';

const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 24 * 60 * 60 * 1000;

/**
 * Applies a policy once a day, first a minute after the start. Several servers on one database do no harm: what one has
 * deleted is gone for the others.
 *
 * @returns what ends it, after what is under way
 */
export function startRetention(store: ProfileStore, policy: RetentionPolicy, log: Logger): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      const deleted = await store.applyRetention(policy, Date.now());
      log.info({ deleted }, 'events older than the retention policy keeps were deleted');
    } catch (error) {
      log.warn({ err: error }, 'the retention policy could not be applied; it is tried again tomorrow');
    }
  };
  const start = (): void => {
    running = run();
  };
  const first = setTimeout(start, FIRST_AFTER_MS).unref();
  const daily = setInterval(start, EVERY_MS).unref();
  return async () => {
    clearTimeout(first);
    clearInterval(daily);
    await running;
  };
}
