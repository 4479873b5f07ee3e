import { type EntityManager } from 'typeorm';
import { type Exposure } from './exposure.js';

/** The columns of an exposure with their types. */
const COLUMNS: readonly {
  readonly name: string;
  readonly type: string;
  readonly of: (exposure: Exposure) => unknown;
}[] = [
  { name: 'decision_id', type: 'text', of: ({ decisionId }) => decisionId },
  { name: 'user_id', type: 'text', of: ({ userId }) => userId },
  { name: 'strategy', type: 'text', of: ({ strategy }) => strategy },
  { name: 'arm', type: 'text', of: ({ arm }) => arm },
  { name: 'offer', type: 'text', of: ({ offer }) => offer },
  { name: 'at', type: 'timestamptz', of: ({ at }) => new Date(at).toISOString() },
  { name: 'ends_at', type: 'timestamptz', of: ({ endsAt }) => new Date(endsAt).toISOString() },
  { name: 'goal_event', type: 'text', of: ({ goalEvent }) => goalEvent },
  { name: 'value_property', type: 'text', of: ({ valueProperty }) => valueProperty },
  { name: 'usual_value', type: 'float8', of: ({ usualValue }) => usualValue },
  { name: 'margin', type: 'float8', of: ({ margin }) => margin },
  { name: 'contact_micros', type: 'bigint', of: ({ contactMicros }) => contactMicros },
  { name: 'face_micros', type: 'bigint', of: ({ faceMicros }) => faceMicros },
  { name: 'holds_stock', type: 'boolean', of: ({ holdsStock }) => holdsStock },
  { name: 'holds_budget', type: 'boolean', of: ({ holdsBudget }) => holdsBudget },
];

const NAMES = COLUMNS.map(({ name }) => name).join(', ');
const LISTS = COLUMNS.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');

/** Stores exposures but for those that are there already. */
export async function insertExposures(manager: EntityManager, exposures: readonly Exposure[]): Promise<void> {
  if (exposures.length === 0) return;
  await manager.query(
    `insert into exposures (${NAMES})
     select v.* from unnest(${LISTS}) as v (${NAMES})
     on conflict do nothing`,
    COLUMNS.map(({ of }) => exposures.map(of)),
  );
  await manager.query(
    `update outcome_progress set goal_events = array(select distinct unnest(goal_events || $1::text[]))
     where not goal_events @> $1::text[]`,
    [[...new Set(exposures.map(({ goalEvent }) => goalEvent))]],
  );
}

/** When each of these persons was last held out by each strategy, under any of its ids, by {@link holdoutKey}. */
export async function lastHoldouts(manager: EntityManager, persons: readonly string[]): Promise<Map<string, number>> {
  if (persons.length === 0) return new Map();
  const rows: { person: string; strategy: string; at: Date }[] = await manager.query(
    `with members as (
       select id as person, id from unnest($1::text[]) p (id)
       union select i.user_id, i.anonymous_id from identities i where i.user_id = any($1))
     select m.person, x.strategy, max(x.at) as at from members m join exposures x on x.user_id = m.id
     where x.offer is null group by m.person, x.strategy`,
    [persons],
  );
  return new Map(rows.map((row) => [holdoutKey(row), row.at.getTime()]));
}

/** Ids hold no line breaks. */
export function holdoutKey({ person, strategy }: { readonly person: string; readonly strategy: string }): string {
  return `${strategy}\n${person}`;
}
