import { type EntityManager } from 'typeorm';
import { idsOfPersons } from '#strata/profiles/store';
import { type Outcome } from './outcome.js';
import { type ReportedOutcome } from './outcome.schema.js';
import { redeem, joinTurn } from '../exposures/index.js';

/** A reported outcome, and whom and what it is about. */
export interface OutcomeReport {
  readonly reported: ReportedOutcome;
  readonly userId: string;
  readonly strategy: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

interface Match {
  readonly exposure: string;
  readonly userId: string;
  readonly offer: string | null;
  readonly goalEvent: string;
  readonly usualValue: number;
}

/** Keeps an outcome and settles what it redeems, inside a transaction. */
export async function recordOutcome(manager: EntityManager, report: OutcomeReport): Promise<Outcome> {
  await joinTurn(manager);
  const ids = await idsOfPersons(manager, [report.userId]);
  const known = await findOutcome(manager, report.reported.id, ids);
  if (known !== null) return known;
  const match = await findMatch(manager, report, ids);
  if (match === null) return unmatched(report);
  const outcome = outcomeOf(report, match);
  // Where the same report comes twice at the same moment, the other one has counted.
  if (!(await insert(manager, outcome))) return { ...outcome, repeated: true };
  if (outcome.redeemed) await redeem(manager, [match.exposure]);
  return outcome;
}

async function findOutcome(manager: EntityManager, id: string, userIds: readonly string[]): Promise<Outcome | null> {
  const rows: (Omit<Outcome, 'at' | 'repeated'> & { at: Date })[] = await manager.query(
    `select id, exposure_id as "decisionId", user_id as "userId", strategy, offer, event, value, redeemed, at
     from outcomes where id = $1 and user_id = any($2)`,
    [id, userIds],
  );
  const [row] = rows;
  return row === undefined ? null : { ...row, at: row.at.toISOString(), repeated: true };
}

/**
 * The decision that was named, or the last one of the strategy in whose window `at` falls; of who got nothing and was not held
 * out, that it was drawn. A decision that held out a user who was held out already has no window of its own; the earlier one
 * stands for it.
 */
async function findMatch(
  manager: EntityManager,
  { reported, strategy, at }: OutcomeReport,
  ids: readonly string[],
): Promise<Match | null> {
  const rows: Match[] = await manager.query(
    `select id as exposure, user_id as "userId", offer, goal_event as "goalEvent",
       usual_value as "usualValue"
     from exposures
     where user_id = any($1) and strategy = $2 and at <= $3 and $3 < ends_at
       and ($4::text is null or id = $4 or role = 'drawn' or not exists (select 1 from exposures where id = $4))
     order by (role = 'drawn'), at desc, id desc limit 1`,
    [ids, strategy, new Date(at).toISOString(), reported.decisionId ?? null],
  );
  return rows[0] ?? null;
}

function outcomeOf({ reported, strategy, at }: OutcomeReport, match: Match): Outcome & { readonly decisionId: string } {
  const { id, event = match.goalEvent, value, redeemed } = reported;
  return {
    id,
    decisionId: match.exposure,
    userId: match.userId,
    strategy,
    offer: match.offer,
    event,
    value: value ?? (event === match.goalEvent ? match.usualValue : 0),
    redeemed: redeemed && match.offer !== null,
    at: new Date(at).toISOString(),
    repeated: false,
  };
}

/** An outcome that falls into no window. */
export function unmatched({ reported, userId, strategy, at }: OutcomeReport): Outcome {
  const { id, event = null, value = 0 } = reported;
  const when = new Date(at).toISOString();
  return {
    id,
    decisionId: null,
    userId,
    strategy,
    offer: null,
    event,
    value,
    redeemed: false,
    at: when,
    repeated: false,
  };
}

/** @returns false where it is there already */
async function insert(manager: EntityManager, outcome: Outcome): Promise<boolean> {
  const { id, userId, decisionId, strategy, offer, event, value, redeemed, at } = outcome;
  const rows: unknown[] = await manager.query(
    `with counted as (
       insert into outcomes (id, user_id, exposure_id, strategy, offer, event, value, redeemed, at, reported)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true) on conflict do nothing returning user_id),
     marked as (
       update exposures x set has_outcomes = true from counted where x.user_id = counted.user_id and not x.has_outcomes)
     select user_id from counted`,
    [id, userId, decisionId, strategy, offer, event, value, redeemed, at],
  );
  return rows.length > 0;
}
