import { type ColumnResolver, type FactColumn, type FactRef } from '../../conditions/index.js';
import { FALLBACKS } from './decided-people.js';
import { NOBODY } from './row-numbers.js';
import { type ModelScores, type People, type ScoredRows } from './people.js';

const SCORED = FALLBACKS.indexOf(null);
const FAILED = FALLBACKS.indexOf('SCORER_FAILED');
const NO_CHAMPION = FALLBACKS.indexOf('NO_CHAMPION');

/** Why a model gave no score for a row, as a place in `FALLBACKS`. */
function failureOf(scores: ModelScores | undefined, row: number): number {
  if (scores === undefined) return FAILED;
  if (scores === 'no-champion') return NO_CHAMPION;
  return Number.isNaN(scores.values[row]) ? (scores.failures?.[row] ?? FAILED) : SCORED;
}

/** The scores of a model; undefined where it scored nobody. */
export function scoredBy(model: string, { scores }: Pick<People, 'scores'>): ScoredRows | undefined {
  const found = scores.get(model);
  return found === 'no-champion' ? undefined : found;
}

/** Rows for which all models scored, and those for which one of them did not. */
export interface SplitRows {
  readonly scored: Uint32Array;
  readonly failed: Uint32Array;
}

/** @param fallback where the reason of the first model without a score is put down, for each row that has one */
export function splitByScores(
  rows: Uint32Array,
  models: readonly string[],
  { scores }: Pick<People, 'scores'>,
  fallback: Uint8Array,
): SplitRows {
  if (models.length === 0) return { scored: rows, failed: NOBODY };
  const scored = new Uint32Array(rows.length);
  const failed = new Uint32Array(rows.length);
  const known = models.map((model) => scores.get(model));
  let [some, others] = [0, 0];
  for (const row of rows) {
    let failure = SCORED;
    for (let model = 0; model < known.length && failure === SCORED; model++) failure = failureOf(known[model], row);
    if (failure === SCORED) {
      scored[some++] = row;
    } else {
      failed[others++] = row;
      fallback[row] = failure;
    }
  }
  return { scored: scored.subarray(0, some), failed: failed.subarray(0, others) };
}

/** The columns of what conditions read: facts, and scores of rows that have them. */
export function factsAndScores(people: Pick<People, 'facts' | 'scores'>): ColumnResolver {
  return (ref) =>
    ref.fact === 'score' && ref.params !== undefined ? scoreColumn(ref, people) : people.facts.get(ref.key);
}

function scoreColumn({ params }: FactRef, people: Pick<People, 'scores'>): FactColumn | undefined {
  const model = String(params?.['model']);
  const scores = scoredBy(model, people);
  if (scores === undefined) return undefined;
  if (params?.['as'] !== 'rank') return { kind: 'number', values: scores.values };
  if (scores.ranks === undefined) throw new TypeError(`a condition reads the ranks of ${model}`);
  return { kind: 'number', values: scores.ranks };
}
