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
 * counts for its arm and for its role. An index tells how many rows there are of each kind; only those are looked at whose
 * people did something, and they are few.
 *
 * @param until milliseconds since 1970; what came later is not counted
 */
export async function sumsByRow(
  manager: EntityManager,
  { strategy, phase, goal, hasArms }: ExposedQuestion,
  { until, who }: { readonly until: number; readonly who: 'all' | 'several rows' },
): Promise<readonly ExposedGroup[]> {
  const among = who === 'all' ? '' : 'and user_id in (select id from ids)';
  const rows = await manager.query<RowGroup[]>(
    `${who === 'all' ? '' : `with ids as materialized (${peopleOfSeveralRows({ phase, hasArms })})`}
     select role, arm, (contact_micros + case when state = 'redeemed' then face_micros else 0 end) / 1e6::float8 as cost,
       sum(rows) as rows, sum(converted) as converted, sum(value) as value, sum(squares) as squares
     from (
       select role, arm, contact_micros, face_micros, state, count(*)::float8 as rows, 0::float8 as converted,
         0::float8 as value, 0::float8 as squares
       from exposures where strategy = $1 and phase = $4 ${among} group by role, arm, contact_micros, face_micros, state
       union all
       select role, arm, contact_micros, face_micros, state, 0, count(*), sum(b.value), sum(b.value * b.value)
       from (
         select user_id, sum(value) as value from outcomes
         where event = $2 and at < $3 ${hasArms ? '' : 'and strategy = $1'} ${among} group by user_id) b
       join exposures x on x.user_id = b.user_id and x.has_outcomes
       where x.strategy = $1 and x.phase = $4 group by role, arm, contact_micros, face_micros, state) parts
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
  part: null,
  which: null,
  edges: null,
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
