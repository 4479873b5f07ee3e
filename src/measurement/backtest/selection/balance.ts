import { fixedWords } from '#strata/kernel';
import {
  type KnownBefore,
  largestSure,
  standardisedDifferences,
  type TreatmentBalance,
  treatmentBalance,
} from '#strata/statistics/populations';
import { balanceWords } from '#strata/models/training';
import { pickRows } from '#strata/tables/columns';
import { NO_OFFER } from '../history/arms.js';
import { type HistoryRows } from '../history/history-rows.js';
import { type HistoryPart } from './parts.js';

/** Fewer people of a pool teach a classifier nothing. */
const LEAST_PEOPLE = 500;

/**
 * Whether those with an offer and those without look alike: by the scores that the selectors rank by and by every fact of
 * the history, each row standing for 1 ÷ its propensity; and, where nobody recorded that, to a classifier, in the largest
 * pool, in which all had the same chance if chance it was. Drawn at random they do.
 *
 * @returns in words what differs; null where nothing does
 */
export function imbalanceOf(
  scores: readonly { readonly title: string; readonly values: Float64Array }[],
  history: HistoryRows,
  { rows, propensity, pools }: HistoryPart,
): string | null {
  const known: readonly KnownBefore[] = [
    ...scores.map(({ title, values }) => ({ name: title, type: 'number' as const, values: values.map(finite) })),
    ...history.facts.values(),
  ];
  const treatedOf = (among: Uint32Array) => Uint8Array.from(among, (row) => Number(history.arm?.[row] !== NO_OFFER));
  const weights = Float64Array.from(rows, (row) => 1 / (propensity[row] ?? 1));
  const peopleOf = (among: Uint32Array) => among.map((row) => history.person[row] ?? 0);
  const differences = standardisedDifferences(pickAll(known, rows), treatedOf(rows), weights, peopleOf(rows));
  const largest = largestSure(differences);
  const pool = pools.toSorted((a, b) => b.length - a.length)[0];
  if (history.propensity !== null || pool === undefined || pool.length < LEAST_PEOPLE) {
    return largest === undefined ? null : differenceWords(largest);
  }
  const found = treatmentBalance(pickAll(known, pool), treatedOf(pool), peopleOf(pool));
  if (found.differs) return wordsOf(found);
  return largest === undefined ? null : differenceWords(largest);
}

function pickAll(columns: readonly KnownBefore[], rows: Uint32Array): readonly KnownBefore[] {
  return columns.map((column) => pickRows(column, rows));
}

/** What is never taken, or comes last, is no number to compare. */
function finite(value: number): number {
  return Number.isFinite(value) && Math.abs(value) !== Number.MAX_VALUE ? value : Number.NaN;
}

function wordsOf(found: TreatmentBalance): string {
  const largest = largestSure(found.differences);
  return largest === undefined ? balanceWords(found) : differenceWords(largest);
}

function differenceWords({ name, difference }: { readonly name: string; readonly difference: number }): string {
  const side = difference > 0 ? 'higher' : 'lower';
  return `those who got an offer stand ${fixedWords(Math.abs(difference), 2)} standard deviations ${side} in ${name} than those who got none`;
}
