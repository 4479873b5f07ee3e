import { type EntityManager } from 'typeorm';
import { EVENT_JOURNAL, RELATIONS } from '#strata/profiles/store';
import { IN_PIECE, keepProgress, nextPiece } from '../exposures/index.js';

/** What was found among some events. */
export interface Matching {
  /** Goal events that were looked at. */
  readonly events: number;
  /** The exposures whose offers they redeem. */
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
  const piece = await nextPiece(manager, EVENT_JOURNAL, most);
  const matching = await match(
    manager,
    `select user_id, message_id, name, at, properties from ${RELATIONS.events} e
     where ${IN_PIECE} and name = any((select goal_events from outcome_progress)::text[])`,
    [piece.from, piece.until, piece.last],
  );
  await keepProgress(manager, EVENT_JOURNAL, piece);
  return { ...matching, last: piece.last };
}

/** Looks a last time for the goal events of these exposures: of somebody whose ids were merged after they came, too. */
export async function matchEventsOf(manager: EntityManager, exposures: readonly string[]): Promise<Matching> {
  return await match(
    manager,
    `select distinct on (e.user_id, e.message_id) e.user_id, e.message_id, e.name, e.at, e.properties
     from exposures x
     left join ${RELATIONS.merged} i on i.id = x.user_id
     join ${RELATIONS.events} e on e.user_id = coalesce(i.person, x.user_id) and e.name = x.goal_event
       and e.at >= x.at and e.at < x.ends_at
     where x.id = any($1)`,
    [exposures],
  );
}

/**
 * Every event counts once, for the last exposure of any of the person's ids in whose window it falls; for that the person was
 * drawn only where there is no other.
 *
 * An order says that it redeems an offer by `offer` or `coupon`, which name it, or by `coupon: true` or `redeemed: true`.
 */
async function match(manager: EntityManager, events: string, parameters: readonly unknown[]): Promise<Matching> {
  const [matching] = await manager.query<[Matching]>(
    `with found as materialized (
       select e.*, array(
         select e.user_id union all select i.id from ${RELATIONS.merged} i where i.person = e.user_id) as ids
       from (${events}) e),
     matched as (
       select f.message_id, f.name, f.at, f.properties as p, x.*
       from found f
       join lateral (
         select id as exposure_id, user_id as exposed, strategy, offer, value_property, usual_value from exposures
         where user_id = any(f.ids) and goal_event = f.name and at <= f.at and f.at < ends_at
         order by (role = 'drawn'), at desc, id desc limit 1
       ) x on true
       where not exists (select 1 from outcomes o where o.user_id = any(f.ids) and o.id = f.message_id)),
     counted as (
       insert into outcomes (id, user_id, exposure_id, strategy, offer, event, value, redeemed, at)
       select message_id, exposed, exposure_id, strategy, offer, name,
         coalesce(case when jsonb_typeof(p -> value_property) = 'number'
           or p ->> value_property ~ '^\\d{1,15}(\\.\\d{1,15})?$' then (p ->> value_property)::float8 end, usual_value),
         offer is not null and coalesce(
           p ->> 'offer' = offer or p ->> 'coupon' = offer or p -> 'coupon' = 'true' or p -> 'redeemed' = 'true', false),
         at
       from matched
       on conflict do nothing
       returning user_id, exposure_id, redeemed),
     marked as (
       update exposures x set has_outcomes = true from (select distinct user_id from counted) c
       where x.user_id = c.user_id and not x.has_outcomes)
     select (select count(*) from found) as events,
       array(select distinct exposure_id from counted where redeemed) as redeemed`,
    [...parameters],
  );
  return matching;
}
