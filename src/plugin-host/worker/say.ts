import { type TrainingListener } from '#strata/scoring';
import { type Looks } from './shared-signal.js';

/** Sends the host a message. */
export function say(message: object, then?: () => void): void {
  process.send?.(message, undefined, undefined, then);
}

/** So many steps of progress are told at once … */
const FREE = 100;
/** … and then one in so many milliseconds: a loop that tells every row does not keep the host busy. */
const PACE_MS = 50;
const MOST_CHARACTERS = 200;

/** What a training tells the host, in bounds. */
export function pacedReport(signal: AbortSignal, looks: Looks): TrainingListener {
  let told = 0;
  let last = 0;
  return {
    signal,
    looks,
    progress(share, note: unknown) {
      const now = performance.now();
      if (++told > FREE && now - last < PACE_MS) return;
      last = now;
      const bounded = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
      say({ progress: { share: bounded, note: String(note).slice(0, MOST_CHARACTERS) } });
    },
    // Standard error leads to whoever runs `plugin check`, and nowhere on a server.
    log(message) {
      process.stderr.write(`${message}\n`);
    },
    phase(phase) {
      say({ phase });
    },
  };
}
