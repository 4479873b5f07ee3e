import {
  type Fallback,
  type DecisionOutcome,
  REASON_CODES,
  type ReasonCode,
  type Selector,
  type Stage,
  STAGES,
} from '../../index.js';
import { type CompiledPolicy } from '../../plan/index.js';
import { put } from './row-numbers.js';

/** What codes of outcomes stand for. */
export const OUTCOMES = ['none', 'offer', 'holdout'] as const satisfies readonly DecisionOutcome[];
/** What codes of selectors stand for. */
export const SELECTED_BY = ['model', 'baseline'] as const satisfies readonly Selector[];
/** What codes of fallbacks stand for. */
export const FALLBACKS = [
  null,
  'SCORER_FAILED',
  'NO_CHAMPION',
  'POLICY_FAILED',
] as const satisfies readonly (Fallback | null)[];
/** The code of no stage, reason, arm or selector. */
export const NONE = 255;

/** What a strategy came to for each of many people: the fields of single decisions, one entry a row. */
export interface DecidedPeople {
  /** Places in {@link OUTCOMES}: before any stock or budget is shared out among the rows. */
  readonly outcome: Uint8Array;
  /** Places in `STAGES`; {@link NONE} for an offer. */
  readonly stoppedBy: Uint8Array;
  /** Places in `REASON_CODES`: the last thing that spoke against an offer; {@link NONE} for an offer. */
  readonly blocker: Uint8Array;
  /** Places in the arms of the strategy's draws; {@link NONE} where there are none, or the arm was not reached. */
  readonly arm: Uint8Array;
  /** Places in {@link SELECTED_BY}; {@link NONE} where nobody came to decide. */
  readonly selector: Uint8Array;
  /** Places in {@link FALLBACKS}. */
  readonly fallback: Uint8Array;
  /** The level of the targeting ladder, 0 to 3. */
  readonly level: Uint8Array;
  /** Places in the offers of the strategy; −1 without one. Of a hold-out the offer that was held out. */
  readonly offer: Int16Array;
  /** p₁ of that offer; like all figures not rounded, and NaN without an offer or where a model gave no score. */
  readonly conversion: Float64Array;
  /** p₀; NaN where nothing gives it, and then `profit` is gross. */
  readonly natural: Float64Array;
  /** Money. */
  readonly cost: Float64Array;
  /** Money. */
  readonly profit: Float64Array;
  /** The probability with which this was chosen for these facts inside of the arm: 1 where nothing is random. */
  readonly propensity: Float64Array;
  /**
   * Of a row that the contact policy holds back (`CAPPED`, `QUIET_HOURS`) the place of the last rule that does, among the
   * policy's rules; {@link NONE} for others, also where the strategy's own cap is reached. Null without a policy.
   */
  readonly heldBy: Uint8Array | null;
  /** When that rule lets go: milliseconds since 1970, UTC; NaN of rows that no rule holds back. Null without a policy. */
  readonly heldUntil: Float64Array | null;
  /**
   * The place, in the contacts, of the one whose offer still stands; −1 where none does. Whoever asks about such a row gets
   * its decision again; the other fields say what a new one would come to. Null without contacts.
   */
  readonly repeats: Int32Array | null;
}

/** Where a row stands between the stages. */
export type Progress = Pick<DecidedPeople, 'stoppedBy' | 'blocker' | 'arm' | 'level'>;

/** Nobody got anywhere yet. */
export function noProgress(rows: number): Progress {
  return {
    stoppedBy: new Uint8Array(rows).fill(NONE),
    blocker: new Uint8Array(rows).fill(NONE),
    arm: new Uint8Array(rows).fill(NONE),
    level: new Uint8Array(rows),
  };
}

/** The decisions of people who got so far, with nothing decided yet. */
export function undecided(
  { stoppedBy, blocker, arm, level }: Progress,
  policy: CompiledPolicy | null,
): Omit<DecidedPeople, 'repeats'> {
  const rows = arm.length;
  const unknown = (): Float64Array => new Float64Array(rows).fill(Number.NaN);
  return {
    outcome: new Uint8Array(rows),
    stoppedBy: stoppedBy.slice(),
    blocker: blocker.slice(),
    arm,
    selector: new Uint8Array(rows).fill(NONE),
    fallback: new Uint8Array(rows),
    level: level.slice(),
    offer: new Int16Array(rows).fill(-1),
    conversion: unknown(),
    natural: unknown(),
    cost: unknown(),
    profit: unknown(),
    propensity: new Float64Array(rows).fill(1),
    heldBy: policy === null ? null : new Uint8Array(rows).fill(NONE),
    heldUntil: policy === null ? null : unknown(),
  };
}

/** Says what stops rows at a stage. Those that pass it are stopped by a later one, or by none. */
export function stop(
  { stoppedBy, blocker }: Pick<Progress, 'stoppedBy' | 'blocker'>,
  rows: Uint32Array,
  stage: Stage,
  code: ReasonCode,
): void {
  put(stoppedBy, rows, STAGES.indexOf(stage));
  put(blocker, rows, REASON_CODES.indexOf(code));
}

/** Takes back what stopped rows. */
export function release({ stoppedBy, blocker }: Pick<Progress, 'stoppedBy' | 'blocker'>, rows: Uint32Array): void {
  put(stoppedBy, rows, NONE);
  put(blocker, rows, NONE);
}

/** The same where a model gave no score: `reasons` are places in {@link FALLBACKS}. */
export function stopForFailure(
  { stoppedBy, blocker }: Pick<Progress, 'stoppedBy' | 'blocker'>,
  rows: Uint32Array,
  stage: Stage,
  reasons: Uint8Array,
): void {
  put(stoppedBy, rows, STAGES.indexOf(stage));
  const codes = FALLBACKS.map((code) => (code === null ? NONE : REASON_CODES.indexOf(code)));
  for (const row of rows) blocker[row] = codes[reasons[row] ?? 0] ?? NONE;
}
