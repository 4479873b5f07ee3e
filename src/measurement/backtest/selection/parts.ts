import { hashShare } from '#strata/kernel';
import { StrataError } from '#sdk';
import { ascendingOrder } from '#strata/statistics';
import { NO_OFFER } from '../history/arms.js';
import { type Pools, poolsOf } from './audience.js';
import { type HistoryRows } from '../history/history-rows.js';
import { type ScoredModel } from './strategy-models.js';

/** The rows of a history by what they are for: positions, ascending. */
export interface Parts {
  readonly test: HistoryPart;
  /** Chooses the share to leave out; null where there is nothing to choose. */
  readonly validation: (HistoryPart & { readonly title: string }) | null;
  readonly basis: 'incremental' | 'gross';
  readonly outOfTime: boolean;
  readonly notes: readonly string[];
}

/** Rows that are measured together. */
export interface HistoryPart {
  readonly rows: Uint32Array;
  readonly pools: Pools;
  /** P(the row got what it got), one a row of the history. */
  readonly propensity: Float64Array;
}

/** Fewer earlier rows do not choose anything: then a half of the later ones does. */
const LEAST_EARLIER = 2000;

/**
 * Divides a history by time: rows after everything that the models learned from judge; earlier ones that no model learned
 * from (or, where there are none, a part of the later ones) choose the share to leave out.
 *
 * @throws StrataError TOO_FEW_EXAMPLES where no row judges
 */
export function divideHistory(
  history: HistoryRows,
  models: readonly ScoredModel[],
  needs: { readonly validation: boolean; readonly seed: number },
): Parts {
  const rows = Uint32Array.from({ length: history.rows }, (_, row) => row).filter((row) => history.usable[row] === 1);
  const isLater = (row: number): boolean => models.every(({ unseen }) => unseen[row] === 1);
  const later = rows.filter(isLater);
  const outOfTime = history.times !== null && models.every(({ judged }) => judged.learnedBefore !== null);
  const basis = later.some((row) => history.arm?.[row] === NO_OFFER) ? 'incremental' : 'gross';
  const compared = basis === 'gross' ? later : comparable(history, later);
  const notes = [
    ...(outOfTime ? [] : [timeNote(history)]),
    ...(later.length === compared.length ? [] : [aloneNote(history, later, compared)]),
  ];
  if (compared.length === 0) throw nothingToJudge(history, rows.length, later.length);
  if (basis === 'gross' || !needs.validation) {
    return { test: partOf(history, compared, basis), validation: null, basis, outOfTime, notes };
  }
  const sameSource = models.some((model) => model.sameSource);
  const earlier = sameSource
    ? new Uint32Array()
    : comparable(
        history,
        rows.filter((row) => !isLater(row)),
      );
  if (earlier.length >= LEAST_EARLIER) {
    const validation = {
      ...partOf(history, earlier, basis),
      title: 'earlier rows of a history that the models were not trained on',
    };
    return { test: partOf(history, compared, basis), validation, basis, outOfTime, notes };
  }
  const { first, second, title } = halves(history, compared, models, needs.seed);
  const validation = { ...partOf(history, first, basis), title };
  return { test: partOf(history, second, basis), validation, basis, outOfTime, notes };
}

/** Rows of pools in which some got an offer and some got nothing: elsewhere nobody shows what the offer did. */
function comparable(history: HistoryRows, rows: Uint32Array): Uint32Array {
  if (history.propensity !== null) return rows;
  const pools = poolsOf(history, rows).filter((pool) => {
    const control = pool.filter((row) => history.arm?.[row] === NO_OFFER).length;
    return control > 0 && control < pool.length;
  });
  const kept = new Set(pools.flatMap((pool) => [...pool]));
  return rows.filter((row) => kept.has(row));
}

function timeNote({ times }: HistoryRows): string {
  const why =
    times === null
      ? 'the history does not say when anything happened'
      : 'the models learned from random rows, of any time';
  return `${why}: whatever the figures are, this cannot pass`;
}

function aloneNote({ pool, poolNames }: HistoryRows, later: Uint32Array, compared: Uint32Array): string {
  const kept = new Set(compared.map((row) => pool[row] ?? 0));
  const alone = new Set(Array.from(later, (row) => pool[row] ?? 0).filter((one) => !kept.has(one)));
  const names = [...alone].map((one) => poolNames[one] ?? '').join(', ');
  return `${later.length - compared.length} rows of ${names} are left out: all or none of them got an offer`;
}

function partOf(history: HistoryRows, rows: Uint32Array, basis: Parts['basis']): HistoryPart {
  const pools = poolsOf(history, rows);
  const { arm, propensity } = history;
  if (basis === 'gross' || arm === null) return { rows, pools, propensity: new Float64Array(history.rows).fill(1) };
  if (propensity !== null) return { rows, pools, propensity };
  const shares = new Float64Array(history.rows).fill(1);
  for (const pool of pools) {
    const counts = new Map<number, number>();
    for (const row of pool) counts.set(arm[row] ?? 0, (counts.get(arm[row] ?? 0) ?? 0) + 1);
    for (const row of pool) shares[row] = (counts.get(arm[row] ?? 0) ?? 0) / pool.length;
  }
  return { rows, pools, propensity: shares };
}

/** By time where there are several pools, else by person. */
function halves(
  history: HistoryRows,
  rows: Uint32Array,
  models: readonly ScoredModel[],
  seed: number,
): { readonly first: Uint32Array; readonly second: Uint32Array; readonly title: string } {
  const moment = (pool: Uint32Array): number => history.times?.[pool[0] ?? 0] ?? 0;
  const pools = poolsOf(history, rows).toSorted((a, b) => moment(a) - moment(b));
  if (history.times !== null && pools.length > 1) {
    const early = new Set(pools.slice(0, Math.floor(pools.length / 2)).flatMap((pool) => [...pool]));
    return {
      first: rows.filter((row) => early.has(row)),
      second: rows.filter((row) => !early.has(row)),
      title: 'the earlier half of the campaigns after the models learned',
    };
  }
  const keyOf = keysOf(history, rows, models);
  const isFirst = (row: number) => hashShare(`backtest-${seed}:holdout:${keyOf(row)}`) < 0.5;
  return {
    first: rows.filter(isFirst),
    second: rows.filter((row) => !isFirst(row)),
    title: 'a random half of the people',
  };
}

/** What is hashed to draw a half: the person; where nobody is named, the row's place by what it says, whatever their order. */
function keysOf(
  { person, personNames, converted, value, arm }: HistoryRows,
  rows: Uint32Array,
  models: readonly ScoredModel[],
): (row: number) => string {
  if (personNames !== null) return (row) => personNames[person[row] ?? 0] ?? '';
  const scores = models.map((model) => model.scores.values);
  const order = ascendingOrder(converted, value, ...(arm === null ? [] : [arm]), ...scores);
  const places = new Uint32Array(order.length);
  const among = new Set(rows);
  order.filter((row) => among.has(row)).forEach((row, place) => (places[row] = place));
  return (row) => String(places[row]);
}

function nothingToJudge({ roles, times }: HistoryRows, usable: number, later: number): StrataError {
  const message =
    later > 0
      ? `${later} rows are later than what the models learned from, and all or none of each campaign got an offer`
      : `none of the ${usable} rows is later than what the models learned from${times === null ? ', or held out' : ` (${roles.time ?? ''})`}`;
  return new StrataError('TOO_FEW_EXAMPLES', 'The history has no rows to judge the strategy by.', {
    problems: [
      { message, expected: 'a history that goes on after the training, or models trained on the earlier part of it' },
    ],
  });
}
