import { type FactCatalogue } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { factsSql } from '#strata/profiles/facts';
import { type EventHome } from '../sources/index.js';
import { personsSql, type Purchases } from './score-sql.js';

/** The stages of people at two moments. */
export interface StageReading {
  readonly purchases: Purchases;
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
  /** The fact that tells the stage. */
  readonly fact: string;
  /** Milliseconds since 1970, UTC. */
  readonly since: number;
}

/** How many people are in which stage now and were in which then, and what they paid. */
export interface StageRow {
  readonly before: string | null;
  readonly after: string | null;
  /** No event of them is as old as the first moment. */
  readonly is_new: boolean;
  readonly people: number;
  readonly value: number;
}

/** A query of such rows for some people. */
export function stagesSql(reading: StageReading, people: string): string {
  const { purchases, since } = reading;
  const { home, until } = purchases;
  const [then, now] = [home.dialect.moment(since), home.dialect.moment(until)];
  return `
    with everybody as materialized ${everybodySql(home, { people, now })},
    before as (${stageSql(reading, { people, at: then })}),
    after as (${stageSql(reading, { people, at: now })})
    select b.stage as before, a.stage as after, coalesce(e.first > ${then}, false) as is_new,
      cast(count(*) as double precision) as people, cast(coalesce(sum(p.monetary), 0) as double precision) as value
    from everybody e
    join before b on b.n = e.n
    join after a on a.n = e.n
    left join ${personsSql(purchases, people)} p on p.user_id = e.user_id
    group by 1, 2, 3`;
}

/** Everybody with a number and the moment of the first event until now. */
function everybodySql(home: EventHome, { people, now }: { readonly people: string; readonly now: string }): string {
  const numbered = 'row_number() over () as n';
  const first = `min("at") filter (where "at" <= ${now}) as first`;
  const known = `(select user_id, ${first} from ${home.events} e where ${people} group by user_id)`;
  // In a file everybody has an event.
  if (home.profiles === null) return `(select ${numbered}, user_id, first from ${known} known)`;
  return `(
      select ${numbered}, p.user_id, p.attributes, k.first
      from (select user_id, attributes from ${home.people} p where ${people}) p left join ${known} k on k.user_id = p.user_id)`;
}

/** The stage of everybody at a moment: `n` and `stage`. */
function stageSql(
  { purchases: { home }, catalogue, timeZone, fact }: StageReading,
  { people, at }: { readonly people: string; readonly at: string },
): string {
  const facts = factsSql({
    dialect: home.dialect.name,
    catalogue,
    timeZone,
    facts: [fact],
    rows: `(select *, ${at} as now from everybody)`,
    at,
    events: `(select user_id, name, "at", properties from ${home.events} e where ${people})`,
    profiles: home.profiles === null ? null : 'in rows',
    computed: null,
  });
  return `select _n as n, ${sqlName(fact)} as stage from (${facts}) facts`;
}
