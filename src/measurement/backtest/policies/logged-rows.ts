import { StrataError } from '#sdk';
import { NO_OFFER } from '../history/arms.js';
import { type HistoryRows } from '../history/history-rows.js';
import { poolsOf } from '../selection/audience.js';
import { type ScoredModel } from '../selection/strategy-models.js';
import { at } from '#strata/statistics';

/** The rows of a log that tell about policies: one entry a row in each array. */
export interface LoggedRows {
  /** Positions in the history. */
  readonly rows: Uint32Array;
  /** What each got: the number of the strategy's offer from 1, or `NO_OFFER`. */
  readonly arm: Int8Array;
  /** P(it got that). */
  readonly propensity: Float64Array;
  readonly person: Uint32Array;
  /** 0 or 1. */
  readonly converted: Float64Array;
  /** margin × value − cost. */
  readonly profit: Float64Array;
}

/**
 * The rows that got one of the strategy's offers or nothing, and that no model of the judged policies learned from.
 *
 * @throws StrataError BAD_COLUMN where the history does not say what a row got, TOO_FEW_EXAMPLES where no row is left
 */
export function loggedRows(history: HistoryRows, models: readonly ScoredModel[], margin: number): LoggedRows {
  const { arm: arms, converted, value, cost, person, usable } = history;
  if (arms === null) throw noTreatment();
  const isNew = (row: number): boolean => usable[row] === 1 && models.every(({ unseen }) => unseen[row] === 1);
  const rows = Uint32Array.from({ length: history.rows }, (_, row) => row).filter(isNew);
  if (rows.length === 0) throw noRows(models);
  const propensity = history.propensity ?? sharesOf(history, arms, rows);
  const over = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return {
    rows,
    arm: Int8Array.from(rows, (row) => arms[row] ?? NO_OFFER),
    propensity: over(propensity),
    person: rows.map((row) => person[row] ?? 0),
    converted: over(converted),
    profit: Float64Array.from(rows, (row) => margin * (value[row] ?? 0) - (cost[row] ?? 0)),
  };
}

/** Some of the rows. @param positions in the log */
export function pickLogged(logged: LoggedRows, positions: Uint32Array): LoggedRows {
  const { rows, arm, propensity, person, converted, profit } = logged;
  const over = (values: Float64Array) => Float64Array.from(positions, (row) => at(values, row));
  return {
    rows: positions.map((row) => at(rows, row)),
    arm: Int8Array.from(positions, (row) => at(arm, row)),
    propensity: over(propensity),
    person: positions.map((row) => at(person, row)),
    converted: over(converted),
    profit: over(profit),
  };
}

/** The share of what a row got among the rows of its pool, one a row of the history. */
function sharesOf(history: HistoryRows, arms: Int8Array, rows: Uint32Array): Float64Array {
  const shares = new Float64Array(history.rows);
  for (const pool of poolsOf(history, rows)) {
    const counts = new Map<number, number>();
    for (const row of pool) counts.set(arms[row] ?? 0, (counts.get(arms[row] ?? 0) ?? 0) + 1);
    for (const row of pool) shares[row] = (counts.get(arms[row] ?? 0) ?? 0) / pool.length;
  }
  return shares;
}

function noTreatment(): StrataError {
  return new StrataError('BAD_COLUMN', 'The history does not say what each row got.', {
    problems: [{ message: 'no column names the offer', expected: '--treatment COLUMN' }],
  });
}

function noRows(models: readonly ScoredModel[]): StrataError {
  const why =
    models.length === 0
      ? 'no row got one of its offers, or nothing'
      : 'no row with one of its offers, or nothing, is later than what the models learned from';
  return new StrataError('TOO_FEW_EXAMPLES', 'The history has no rows to judge a policy by.', {
    problems: [{ message: why, expected: 'a history of decisions about these offers' }],
  });
}
