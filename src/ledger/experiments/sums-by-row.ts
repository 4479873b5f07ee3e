import { type EntityManager } from 'typeorm';
import { type ExposedGroup, type ExposedQuestion } from './exposed-question.js';
import { peopleOfSeveralRows } from './several-rows.js';

interface RowGroup {
  readonly role: 'drawn' | 'treated' | 'held-out';
  readonly arm: string | null;
  /** Of each of them. */
  readonly cost: number;
  readonly rows: number;
  readonly converted: number;
  readonly value: number;
  readonly squares: number;
}

/**
 * Sums as if every row were a person of its own, over all rows or over those of people who have several: what a person did
 * counts for its arm and for its role.
 *
 * @param until milliseconds since 1970; what came later is not counted
 */
export async function sumsByRow(
  manager: EntityManager,
  question: ExposedQuestion,
  { until, who }: { readonly until: number; readonly who: 'all' | 'several rows' },
): Promise<readonly ExposedGroup[]> {
  const { strategy, phase, goal, hasArms } = question;
  const rows = await manager.query<RowGroup[]>(
    `${who === 'all' ? '' : `with ids as materialized (${peopleOfSeveralRows(hasArms)})`}
     select x.role, x.arm, (x.contact_micros + case when x.state = 'redeemed' then x.face_micros else 0 end) / 1e6::float8 as cost,
       count(*)::float8 as rows, count(b.value)::float8 as converted, coalesce(sum(b.value), 0) as value,
       coalesce(sum(b.value * b.value), 0) as squares
     from exposures x left join (
       select user_id, sum(value) as value from outcomes
       where event = $2 and at < $3 ${hasArms ? '' : 'and strategy = $1'} group by user_id) b on b.user_id = x.user_id
     where x.strategy = $1 and x.phase = $4 ${who === 'all' ? '' : 'and x.user_id in (select id from ids)'}
     group by 1, 2, 3`,
    [strategy, goal.event, new Date(until).toISOString(), phase],
  );
  return rows.flatMap((row) => [...ofArm(row), ...ofRole(row)]);
}

/** Who was drawn is a person of the arm; what treatments cost belongs to it. */
function ofArm(row: RowGroup): readonly ExposedGroup[] {
  if (row.arm === null || row.role === 'held-out') return [];
  const { people, money } = groupOf(row);
  const part = row.role === 'drawn' ? people : money;
  return [{ ...NOTHING, by: 'arm', group: row.arm, ...part }];
}

function ofRole(row: RowGroup): readonly ExposedGroup[] {
  if (row.role === 'drawn') return [];
  const { people, money } = groupOf(row);
  return [{ ...NOTHING, by: 'role', group: row.role, ...people, ...money }];
}

function groupOf({ cost, rows, converted, value, squares }: RowGroup) {
  return {
    people: { people: rows, conversions: converted, value, valueSquares: squares },
    money: {
      cost: cost * rows,
      costSquares: cost * cost * rows,
      costOfConverted: cost * converted,
      valueTimesCost: cost * value,
    },
  };
}

const NOTHING = {
  several: false,
  people: 0,
  conversions: 0,
  value: 0,
  valueSquares: 0,
  cost: 0,
  costSquares: 0,
  costOfConverted: 0,
  valueTimesCost: 0,
  before: 0,
  beforeSquares: 0,
  beforeOfConverted: 0,
  beforeTimesValue: 0,
  beforeTimesCost: 0,
} as const;
