import { type EntityManager } from 'typeorm';

/** Which results are asked for. */
export interface ResultsQuestion {
  readonly strategy: string;
  /** Decisions from this moment on, ISO 8601; all unless told. */
  readonly from?: string;
  /** Decisions before this moment. */
  readonly to?: string;
  /** Of the intervals, 0.95 for 95 %. */
  readonly level: number;
}

/** Users of one arm or day who were treated, or held out. */
export interface CountedGroup {
  /** The arm or the day; empty where there is none. */
  readonly key: string;
  readonly heldOut: boolean;
  readonly users: number;
  readonly contacts: number;
  readonly conversions: number;
  readonly redeemed: number;
  readonly value: number;
  /** Sum over the users of the square of each one's value. */
  readonly valueSquares: number;
  /** Money: contacts, and the face value of what was redeemed. */
  readonly cost: number;
  readonly openWindows: number;
}

export const EMPTY_GROUP: CountedGroup = Object.freeze({
  key: '',
  heldOut: false,
  users: 0,
  contacts: 0,
  conversions: 0,
  redeemed: 0,
  value: 0,
  valueSquares: 0,
  cost: 0,
  openWindows: 0,
});

const KEYS = {
  all: `''`,
  arm: `coalesce(x.arm, '')`,
  day: `to_char(x.at at time zone 'UTC', 'YYYY-MM-DD')`,
} as const;

/** Counts the decisions of a strategy. A user converts once, however many offers and goal events there were. */
export async function countGroups(
  manager: EntityManager,
  { strategy, from, to }: ResultsQuestion,
  by: keyof typeof KEYS,
): Promise<readonly CountedGroup[]> {
  return await manager.query(
    `with counted as (
       select ${KEYS[by]} as key, x.offer is null as held_out, x.user_id, x.state, x.contact_micros, x.face_micros,
         o.value, o.events
       from exposures x
       left join lateral (
         select sum(value) as value, count(*) as events from outcomes
         where decision_id = x.decision_id and event = x.goal_event) o on true
       where x.strategy = $1 and ($2::timestamptz is null or x.at >= $2) and ($3::timestamptz is null or x.at < $3)),
     users as (
       select key, held_out, user_id, count(*) as contacts, bool_or(events > 0) as converted,
         count(*) filter (where state = 'redeemed') as redeemed, coalesce(sum(value), 0) as value,
         sum(contact_micros + case when state = 'redeemed' then face_micros else 0 end) as micros,
         count(*) filter (where state = 'open') as open_windows
       from counted group by key, held_out, user_id)
     select key, held_out as "heldOut", count(*) as users, sum(contacts)::bigint as contacts,
       count(*) filter (where converted) as conversions, sum(redeemed)::bigint as redeemed, sum(value) as value,
       sum(value * value) as "valueSquares", (sum(micros) / 1000000)::float8 as cost,
       sum(open_windows)::bigint as "openWindows"
     from users group by key, held_out`,
    [strategy, from ?? null, to ?? null],
  );
}

/** The margin of a strategy as its last decision had it; 0 without decisions. */
export async function marginOf(manager: EntityManager, strategy: string): Promise<number> {
  const rows: { margin: number }[] = await manager.query(
    'select margin from exposures where strategy = $1 order by at desc limit 1',
    [strategy],
  );
  return rows[0]?.margin ?? 0;
}
