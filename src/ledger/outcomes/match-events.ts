import { type EntityManager } from 'typeorm';
import { IN_PIECE, keepProgress, nextPiece } from '../exposures/index.js';

/** What was found among some events. */
export interface Matching {
  /** Goal events that were looked at. */
  readonly events: number;
  /** The decisions whose offers they redeem. */
  readonly redeemed: readonly string[];
}

/**
 * Counts the goal events that came in after those that were counted before, whichever way they came and whenever they
 * happened.
 *
 * @param most of how many transactions to look at the events
 * @returns with `last` where all are counted
 */
export async function matchNewEvents(
  manager: EntityManager,
  most: number,
): Promise<Matching & { readonly last: boolean }> {
  const piece = await nextPiece(manager, 'events', most);
  const matching = await match(
    manager,
    `select user_id, message_id, name, at, properties from events
     where ${IN_PIECE} and name = any((select goal_events from outcome_progress)::text[])`,
    [piece.from, piece.until, piece.last],
  );
  await keepProgress(manager, 'events', piece);
  return { ...matching, last: piece.last };
}

/** Looks a last time for the goal events of these decisions: of somebody whose ids were merged after they came, too. */
export async function matchEventsOf(manager: EntityManager, decisionIds: readonly string[]): Promise<Matching> {
  return await match(
    manager,
    `select distinct on (e.user_id, e.message_id) e.user_id, e.message_id, e.name, e.at, e.properties
     from exposures x
     left join identities i on i.anonymous_id = x.user_id
     join events e on e.user_id = coalesce(i.user_id, x.user_id) and e.name = x.goal_event
       and e.at >= x.at and e.at < x.ends_at
     where x.decision_id = any($1)`,
    [decisionIds],
  );
}

/** Summarises the pages of rows that came since the last time, which on the embedded database nobody else does. */
export async function summariseNewPages(manager: EntityManager): Promise<void> {
  await manager.query(
    `select brin_summarize_new_values(inhrelid) from pg_inherits where inhparent = 'events_by_transaction'::regclass`,
  );
  await manager.query(`select brin_summarize_new_values('decisions_by_transaction'::regclass)`);
}

/**
 * Every event counts once, for the last decision about any of the person's ids in whose window it falls.
 *
 * An order says that it redeems an offer by `offer` or `coupon`, which name it, or by `coupon: true` or `redeemed: true`.
 */
async function match(manager: EntityManager, events: string, parameters: readonly unknown[]): Promise<Matching> {
  const [matching] = await manager.query<[Matching]>(
    `with found as materialized (
       select e.*, array(
         select e.user_id union all select i.anonymous_id from identities i where i.user_id = e.user_id) as ids
       from (${events}) e),
     matched as (
       select f.message_id, f.name, f.at, f.properties as p, x.*
       from found f
       join lateral (
         select decision_id, user_id as exposed, strategy, offer, value_property, usual_value from exposures
         where user_id = any(f.ids) and goal_event = f.name and at <= f.at and f.at < ends_at
         order by at desc, decision_id desc limit 1
       ) x on true
       where not exists (select 1 from outcomes o where o.user_id = any(f.ids) and o.id = f.message_id)),
     counted as (
       insert into outcomes (id, user_id, decision_id, strategy, offer, event, value, redeemed, at)
       select message_id, exposed, decision_id, strategy, offer, name,
         coalesce(case when jsonb_typeof(p -> value_property) = 'number'
           or p ->> value_property ~ '^\\d{1,15}(\\.\\d{1,15})?$' then (p ->> value_property)::float8 end, usual_value),
         offer is not null and coalesce(
           p ->> 'offer' = offer or p ->> 'coupon' = offer or p -> 'coupon' = 'true' or p -> 'redeemed' = 'true', false),
         at
       from matched
       on conflict do nothing
       returning decision_id, redeemed)
     select (select count(*) from found) as events,
       array(select distinct decision_id from counted where redeemed) as redeemed`,
    [...parameters],
  );
  return matching;
}
