import { asksModel, type RankBy } from '../index.js';
import { scoredBy } from './rows/model-scores.js';
import { type People } from './rows/people.js';

/**
 * What a `rankBy` puts people in order by, the first the highest. A row without a value comes behind all others, as in a
 * sorted list.
 */
export function rankValues(rankBy: RankBy, people: Pick<People, 'rows' | 'facts' | 'scores'>): Float64Array {
  const [values, sign] = asksModel(rankBy) ? [scoredBy(rankBy.model, people)?.values, 1] : factValues(rankBy, people);
  if (values === undefined) return new Float64Array(people.rows).fill(LAST);
  return values.map((value) => (Number.isNaN(value) ? LAST : sign * value));
}

const LAST = -Number.MAX_VALUE;

function factValues(
  { fact, order }: Extract<RankBy, { fact: string }>,
  { facts }: Pick<People, 'facts'>,
): readonly [Float64Array | undefined, number] {
  const column = facts.get(fact);
  const isOrdered = column?.kind === 'number' || column?.kind === 'boolean' || column?.kind === 'date';
  return [isOrdered ? column.values : undefined, order === 'asc' ? -1 : 1];
}
