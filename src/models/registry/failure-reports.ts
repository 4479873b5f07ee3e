import { counter, type Logger } from '#strata/platform/telemetry';
import { type ErrorCode, ERRORS } from '#sdk';

/** A model that fails for everybody writes a line this often, and not one a decision. */
const EVERY_MS = 60_000;

const failures = counter('strata_scorer_failures_total', 'Scores that a model did not give while deciding, by code.', [
  'model',
  'code',
]);

interface Silence {
  readonly until: number;
  /** Failures that were not told. */
  untold: number;
}

/**
 * Tells operators of models that give no score: each failure is counted in `/metrics`, and each kind of failure of a model
 * writes at most one line a minute, with how many there were since the last. What the plugin said is left out, since it may
 * quote facts; it stands in the explanation of the decision.
 */
export class FailureReports {
  readonly #silences = new Map<string, Silence>();

  constructor(private readonly log: Logger | undefined) {}

  report(model: string, code: ErrorCode): void {
    failures.inc({ model, code });
    const key = `${code} ${model}`;
    const now = performance.now();
    const silence = this.#silences.get(key);
    if (silence !== undefined && now < silence.until) {
      silence.untold += 1;
      return;
    }
    this.#silences.set(key, { until: now + EVERY_MS, untold: 0 });
    const more = silence === undefined || silence.untold === 0 ? {} : { alsoSince: silence.untold };
    this.log?.warn({ model, code, ...more }, `a model gave no score: ${ERRORS[code].title}`);
  }
}
