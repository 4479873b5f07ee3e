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

/** Stores exposures but for those that are there already, and those whose decision is gone (its user was erased). */
export async function insertExposures(manager: EntityManager, exposures: readonly Exposure[]): Promise<void> {
  if (exposures.length === 0) return;
  await manager.query(
    `insert into exposures (${NAMES})
     select v.* from unnest(${LISTS}) as v (${NAMES})
     where exists (select 1 from decisions d where d.id = v.decision_id)
     on conflict do nothing`,
    COLUMNS.map(({ of }) => exposures.map(of)),
  );
  await manager.query(
    `update outcome_progress set goal_events = array(select distinct unnest(goal_events || $1::text[]))
     where not goal_events @> $1::text[]`,
    [[...new Set(exposures.map(({ goalEvent }) => goalEvent))]],
  );
}

/** When each of these users was last held out by each strategy, by {@link holdoutKey}. */
export async function lastHoldouts(manager: EntityManager, userIds: readonly string[]): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows: { userId: string; strategy: string; at: Date }[] = await manager.query(
    `select user_id as "userId", strategy, max(at) as at from exposures
     where user_id = any($1) and offer is null group by user_id, strategy`,
    [userIds],
  );
  return new Map(rows.map((row) => [holdoutKey(row), row.at.getTime()]));
}

/** Ids hold no line breaks. */
export function holdoutKey({ userId, strategy }: { readonly userId: string; readonly strategy: string }): string {
  return `${strategy}\n${userId}`;
}
