import { type FactCatalogue } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { factsSql } from '#strata/profiles/facts';
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
  const { purchases, catalogue, timeZone, fact, since } = reading;
  const { home, until } = purchases;
  const { dialect } = home;
  const [then, now] = [dialect.moment(since), dialect.moment(until)];
  const events = `(select user_id, name, "at", properties from ${home.events} e where ${people})`;
  const known = `(select user_id, min("at") as first from ${events} e where "at" <= ${now} group by user_id)`;
  const everybody = `(select user_id${home.profiles === null ? '' : ', attributes'} from ${home.people} p where ${people})`;
  const asked = ['user_id', ...(home.profiles === null ? [] : ['attributes'])].join(', ');
  const rows = `(select row_number() over () as n, ${asked}, now from (
      select ${asked}, ${then} as now from ${everybody} a union all select ${asked}, ${now} as now from ${everybody} b) asked)`;
  const facts = factsSql({
    dialect: dialect.name,
    catalogue,
    timeZone,
    facts: [fact],
    rows: 'asked',
    events,
    profiles: home.profiles === null ? null : 'in rows',
    computed: null,
  });
  const stage = sqlName(fact);
  return `
    with asked as materialized ${rows},
    stages as (
      select user_id, max(case when now = ${then} then ${stage} end) as before,
        max(case when now = ${now} then ${stage} end) as after
      from (${facts}) facts group by user_id)
    select s.before, s.after, coalesce(k.first > ${then}, false) as is_new,
      cast(count(*) as double precision) as people, cast(coalesce(sum(p.monetary), 0) as double precision) as value
    from stages s
    left join ${known} k on k.user_id = s.user_id
    left join ${personsSql(purchases, people)} p on p.user_id = s.user_id
    group by 1, 2, 3`;
}
