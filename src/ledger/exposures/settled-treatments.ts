import { type EntityManager } from 'typeorm';
import { RELATIONS } from '#strata/profiles/store';

/** An offer whose window is over, so that it is known what came of it. */
export interface SettledTreatment {
  /** Of the exposure. */
  readonly id: string;
  readonly offer: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** The probability with which it was chosen; 1 where that is not known. */
  readonly propensity: number;
  readonly converted: boolean;
  /** Of the goal, in money; 0 where it was not reached. */
  readonly value: number;
  readonly margin: number;
  /** Of the contact, and of the face value where it was redeemed. Money. */
  readonly cost: number;
}

/**
 * Settled treatments of a strategy's arm, and of its other arms where their offers were drawn at random; the earliest first.
 * Also a goal that was reached early waits for the end of its window: successes that are told before failures make what is new
 * look better than it is.
 *
 * @param question moments in milliseconds since 1970; `but` is a query of exposures that are not wanted, of strategy `$1` and arm `$2`
 */
export async function settledTreatments(
  manager: EntityManager,
  question: {
    readonly strategy: string;
    readonly arm: string;
    readonly from: number;
    readonly now: number;
    readonly most: number;
    readonly but: string;
  },
): Promise<readonly SettledTreatment[]> {
  const { strategy, arm, from, now, most, but } = question;
  const rows = await manager.query<(Omit<SettledTreatment, 'at'> & { readonly at: Date })[]>(
    `select x.id, x.offer, x.at, coalesce(x.propensity, 1) as propensity, o.events > 0 as converted,
       o.value, x.margin,
       ((x.contact_micros + case when x.state = 'redeemed' then x.face_micros else 0 end) / 1000000.0)::float8 as cost
     from exposures x, lateral (
       select count(*) as events, coalesce(sum(value), 0)::float8 as value from outcomes
       where exposure_id = x.id and event = x.goal_event) o
     where x.strategy = $1 and x.at >= $3 and x.role = 'treated' and (x.arm = $2 or x.propensity < 1)
       and x.ends_at <= $4 and not exists (select from (${but}) b (id) where b.id = x.id)
     order by x.at, x.id limit $5`,
    [strategy, arm, new Date(from).toISOString(), new Date(now).toISOString(), most],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at).getTime() }));
}

/**
 * When the first treatment of a strategy was made, from a moment on, whose window is open at another; null where there is none.
 * Milliseconds since 1970, as the moments.
 */
export async function firstOpenTreatment(
  manager: EntityManager,
  { strategy, from, open }: { readonly strategy: string; readonly from: number; readonly open: number },
): Promise<number | null> {
  const [first] = await manager.query<{ at: Date }[]>(
    `select at from exposures where strategy = $1 and role = 'treated' and at >= $2 and ends_at > $3 order by at limit 1`,
    [strategy, new Date(from).toISOString(), new Date(open).toISOString()],
  );
  return first === undefined ? null : new Date(first.at).getTime();
}

/** A decision to offer something, or to hold somebody out of it, in an arm whose offers are drawn at random; its window is over. */
export interface SettledDraw extends Pick<SettledTreatment, 'id' | 'at' | 'propensity' | 'converted' | 'value'> {
  /** The id of the person. */
  readonly person: string;
  /** Null where it was held out. */
  readonly offer: string | null;
  /** Whether the offer was used. */
  readonly redeemed: boolean;
}

/** The arms of a strategy in which offers were ever drawn at random. */
export async function drawingArms(manager: EntityManager, strategy: string): Promise<readonly string[]> {
  const rows = await manager.query<{ arm: string }[]>(
    'select arm from exposures where strategy = $1 and propensity < 1 and arm is not null group by arm order by arm',
    [strategy],
  );
  return rows.map(({ arm }) => arm);
}

/**
 * What decisions of a strategy drew in these arms, the earliest first.
 *
 * @param question moments in milliseconds since 1970: none before `from`, no window that ends after `until`, none up to `after`
 */
export async function settledDraws(
  manager: EntityManager,
  question: {
    readonly strategy: string;
    readonly arms: readonly string[];
    readonly from: number;
    readonly until: number;
    readonly after: Pick<SettledDraw, 'id' | 'at'> | null;
    readonly most: number;
  },
): Promise<readonly SettledDraw[]> {
  const { strategy, arms, from, until, after, most } = question;
  const moment = (at: number) => new Date(at).toISOString();
  const rows = await manager.query<(Omit<SettledDraw, 'at'> & { readonly at: Date })[]>(
    `select x.id, coalesce(i.person, x.user_id) as person, x.offer, x.at, coalesce(x.propensity, 1) as propensity,
       o.events > 0 as converted, o.value, x.state = 'redeemed' as redeemed
     from exposures x left join ${RELATIONS.merged} i on i.id = x.user_id, lateral (
       select count(*) as events, coalesce(sum(value), 0)::float8 as value from outcomes
       where exposure_id = x.id and event = x.goal_event) o
     where x.strategy = $1 and x.source = 'decision' and x.role in ('treated', 'held-out') and x.arm = any($2)
       and x.at >= $3 and x.ends_at <= $4 and ($5::timestamptz is null or (x.at, x.id) > ($5, $6))
     order by x.at, x.id limit $7`,
    // From `after` on, so that each page is found by the index.
    [
      ...[strategy, arms, moment(Math.max(from, after?.at ?? from)), moment(until)],
      ...[after === null ? null : moment(after.at), after?.id ?? '', most],
    ],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at).getTime() }));
}
