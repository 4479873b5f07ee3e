import { type EntityManager } from 'typeorm';
import { type Language } from '#strata/kernel/texts';
import { RELATIONS } from '#strata/profiles/store';

/** Which results are asked for. */
export interface ResultsQuestion {
  /** Null: all strategies and campaigns together, against those who are held out of all. */
  readonly strategy: string | null;
  /** Only exposures of these sources; of all unless told. */
  readonly sources?: readonly string[];
  /** Only exposures of the ids that this relation has as its column `id`; its SQL knows the parameter as `$5`. Of all unless told. */
  readonly among?: { readonly relation: string; readonly parameter: string };
  /** Decisions from this moment on, ISO 8601; all unless told. */
  readonly from?: string;
  /** Decisions before this moment. */
  readonly to?: string;
  /** Of the intervals, 0.95 for 95 %. */
  readonly level: number;
  /** Of the sentences; English unless told. */
  readonly language?: Language;
}

/** People of one arm or day who were treated, or held out. */
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
  all: { ofExposure: `''`, ofPerson: `''`, day: `''` },
  arm: { ofExposure: 'arm', ofPerson: 'arm', day: `''` },
  offer: { ofExposure: 'offer', ofPerson: 'offer', day: `''` },
  day: { ofExposure: 'day', ofPerson: 'day', day: `to_char(x.at at time zone 'UTC', 'YYYY-MM-DD')` },
} as const;

/**
 * Counts the exposures of a strategy, or of all, whatever their source. Of all together the values are what they earn by the
 * margins of their strategies, and whoever is held out of one strategy alone stands among the treated, of whom it is a part. A person converts once, however many ids, offers and goal events there were, and
 * belongs to the group of its first exposure: where two ids were exposed before it was known that they are one person, the
 * later one moves nobody, but its contacts and its cost stay where they were made.
 */
export async function countGroups(
  manager: EntityManager,
  { strategy, sources, among, from, to }: ResultsQuestion,
  by: keyof typeof KEYS,
): Promise<readonly CountedGroup[]> {
  const { ofExposure, ofPerson, day } = KEYS[by];
  const [side, roles, worth] =
    strategy === null
      ? ['held-out-of-all', ['treated', 'held-out', 'held-out-of-all'], '* x.margin']
      : ['held-out', ['treated', 'held-out'], ''];
  return await manager.query(
    `with counted as (
       select coalesce(x.arm, '') as arm, coalesce(x.offer, '') as offer, ${day} as day, x.role = '${side}' as held_out, x.at, x.id,
         coalesce(i.person, x.user_id) as person, x.state, x.contact_micros, x.face_micros, o.value ${worth} as value, o.events
       from exposures x
       left join ${RELATIONS.merged} i on i.id = x.user_id
       left join lateral (
         select sum(value) as value, count(*) as events from outcomes
         where exposure_id = x.id and event = x.goal_event) o on true
       where ${strategy === null ? '$1::text is null' : 'x.strategy = $1'} and x.role in (${roles.map((role) => `'${role}'`).join(', ')})
         and ($2::timestamptz is null or x.at >= $2) and ($3::timestamptz is null or x.at < $3)
         and ($4::text[] is null or x.source = any($4))
         ${among === undefined ? '' : `and x.id in (select id from ${among.relation} as among)`}),
     persons as (
       select day, (array_agg(arm order by at, id))[1] as arm, (array_agg(offer order by at, id))[1] as offer,
         (array_agg(held_out order by at, id))[1] as held_out,
         bool_or(events > 0) as converted, coalesce(sum(value), 0) as value
       from counted group by day, person),
     people as (
       select ${ofPerson} as key, held_out, count(*) as users, count(*) filter (where converted) as conversions,
         sum(value) as value, sum(value * value) as squares
       from persons group by 1, 2),
     money as (
       select ${ofExposure} as key, held_out, count(*) filter (where held_out or offer <> '') as contacts, count(*) filter (where state = 'redeemed') as redeemed,
         sum(contact_micros + case when state = 'redeemed' then face_micros else 0 end) as micros,
         count(*) filter (where state = 'open') as open_windows
       from counted group by 1, 2)
     select key, held_out as "heldOut", coalesce(users, 0) as users, contacts, coalesce(conversions, 0) as conversions,
       redeemed, coalesce(value, 0) as value, coalesce(squares, 0) as "valueSquares",
       (micros / 1000000)::float8 as cost, open_windows as "openWindows"
     from money left join people using (key, held_out)`,
    [strategy, from ?? null, to ?? null, sources ?? null, ...(among === undefined ? [] : [among.parameter])],
  );
}

/** The margin of a strategy as its last decision had it; 0 without decisions. Of all together values are profits already. */
export async function marginOf(manager: EntityManager, strategy: string | null): Promise<number> {
  if (strategy === null) return 1;
  const rows: { margin: number }[] = await manager.query(
    'select margin from exposures where strategy = $1 order by at desc limit 1',
    [strategy],
  );
  return rows[0]?.margin ?? 0;
}
