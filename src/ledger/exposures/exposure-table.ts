import { type EntityManager } from 'typeorm';
import { RELATIONS, resolvePersons } from '#strata/profiles/store';
import { type Exposure } from './exposure.js';

/** The columns of an exposure with their types. */
const COLUMNS: readonly {
  readonly name: string;
  readonly type: string;
  readonly of: (exposure: Exposure) => unknown;
}[] = [
  { name: 'id', type: 'text', of: ({ id }) => id },
  { name: 'source', type: 'text', of: ({ source }) => source },
  { name: 'role', type: 'text', of: ({ role }) => role },
  { name: 'user_id', type: 'text', of: ({ userId }) => userId },
  { name: 'strategy', type: 'text', of: ({ strategy }) => strategy },
  { name: 'arm', type: 'text', of: ({ arm }) => arm },
  { name: 'phase', type: 'smallint', of: ({ phase }) => phase },
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
  { name: 'propensity', type: 'float8', of: ({ propensity }) => propensity },
  { name: 'score', type: 'float8', of: ({ score }) => score?.value ?? null },
  { name: 'score_model', type: 'text', of: ({ score }) => score?.model ?? null },
];

const NAMES = COLUMNS.map(({ name }) => name).join(', ');
const LISTS = COLUMNS.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');

/**
 * Stores exposures but for those that are there already, inside a transaction that waits until it is alone with them.
 *
 * Who asks again and again gets the same offer again and is treated once. So a person who is held out is held out once in the
 * same time, whichever of its ids asks: else the windows of hold-outs would last longer than those of the treated, and their
 * goal events be more.
 */
export async function recordExposures(manager: EntityManager, exposures: readonly Exposure[]): Promise<void> {
  const kept = await heldOutOnce(manager, exposures);
  if (kept.length === 0) return;
  await manager.query(
    // Joined, since a subquery of each row would scan the table as often where the planner does not know its size.
    `with v as materialized (select * from unnest(${LISTS}) as v (${NAMES})),
     known as materialized (
       select v.id from v join exposures x
         on x.user_id = v.user_id and x.strategy = v.strategy and x.role <> 'drawn' and x.id <> v.id),
     active as materialized (select distinct v.user_id from v join outcomes o on o.user_id = v.user_id)
     insert into exposures (${NAMES}, again, has_outcomes)
     select v.*, row_number() over (partition by strategy, user_id order by at, id) > 1
       or id in (select id from known), user_id in (select user_id from active)
     from v on conflict do nothing`,
    COLUMNS.map(({ of }) => kept.map(of)),
  );
  await noteGoalEvents(manager, [...new Set(kept.map(({ goalEvent }) => goalEvent))]);
}

/** From now on these events are looked at. */
export async function noteGoalEvents(manager: EntityManager, events: readonly string[]): Promise<void> {
  await manager.query(
    `update outcome_progress set goal_events = array(select distinct unnest(goal_events || $1::text[]))
     where not goal_events @> $1::text[]`,
    [events],
  );
}

async function heldOutOnce(manager: EntityManager, exposures: readonly Exposure[]): Promise<readonly Exposure[]> {
  const heldOut = exposures.filter(({ role }) => role !== 'treated').map(({ userId }) => userId);
  if (heldOut.length === 0) return exposures;
  const persons = await resolvePersons(manager, heldOut);
  const personOf = (userId: string) => persons.get(userId) ?? userId;
  const last = await lastHoldouts(manager, [...new Set(heldOut.map(personOf))]);
  return exposures.filter(({ userId, strategy, role, at, standsFor }) => {
    if (role === 'treated') return true;
    const key = holdoutKey({ person: personOf(userId), strategy });
    if (at < (last.get(key) ?? -Infinity) + standsFor) return false;
    last.set(key, at);
    return true;
  });
}

/** When each of these persons was last held out by each strategy, under any of its ids, by {@link holdoutKey}. */
async function lastHoldouts(manager: EntityManager, persons: readonly string[]): Promise<Map<string, number>> {
  const rows: { person: string; strategy: string; at: Date }[] = await manager.query(
    `with members as (
       select id as person, id from unnest($1::text[]) p (id)
       union select i.person, i.id from ${RELATIONS.merged} i where i.person = any($1))
     select m.person, x.strategy, max(x.at) as at from members m join exposures x on x.user_id = m.id
     where x.role in ('held-out', 'held-out-of-all') group by m.person, x.strategy`,
    [persons],
  );
  return new Map(rows.map((row) => [holdoutKey(row), row.at.getTime()]));
}

/** Ids hold no line breaks. */
function holdoutKey({ person, strategy }: { readonly person: string; readonly strategy: string }): string {
  return `${strategy}\n${person}`;
}

/** Which of these ids have no exposure yet. */
export async function withoutExposure(manager: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ id: string }[]>(
    'select id from unnest($1::text[]) a (id) where not exists (select from exposures x where x.id = a.id)',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** People whose window is over. */
export interface SettledQuestion {
  readonly source: string;
  readonly role: Exposure['role'];
  /** Exposures of lesser ids. */
  readonly before: string;
  readonly limit: number;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** Exposures whose windows are over, the greatest id first, and whether a goal event came in them. */
export async function settledExposures(
  manager: EntityManager,
  { source, role, before, limit, now }: SettledQuestion,
): Promise<readonly { readonly id: string; readonly converted: boolean }[]> {
  return await manager.query(
    `select x.id, exists (select 1 from outcomes o where o.exposure_id = x.id) as converted from exposures x
     where x.source = $1 and x.id < $2 and x.ends_at <= $3 and x.role = $4
     order by x.id desc limit $5`,
    [source, before, new Date(now).toISOString(), role, limit],
  );
}

/** Exposures of a source by their offer; null for people without one. */
export interface SourceCount {
  readonly offer: string | null;
  readonly people: number;
  /** Those whose windows have ended unredeemed, so that they hold nothing any more. */
  readonly ended: number;
}

/** How many exposures a source has of each offer. */
export async function countsOfSource(manager: EntityManager, source: string): Promise<readonly SourceCount[]> {
  return await manager.query(
    `select offer, count(*)::integer as people, (count(*) filter (where state = 'ended'))::integer as ended
     from exposures where source = $1 group by offer`,
    [source],
  );
}

/** Deletes up to `most` exposures of a source whose windows have not ended, and says whose they were. */
export async function deleteOfSource(
  manager: EntityManager,
  source: string,
  most: number,
): Promise<readonly { readonly userId: string; readonly exposure: string }[]> {
  const [rows] = await manager.query<[{ userId: string; exposure: string }[], number]>(
    `delete from exposures where id in (
       select id from exposures where source = $1 and state <> 'ended' order by id limit $2)
     returning user_id as "userId", id as exposure`,
    [source, most],
  );
  return rows;
}
