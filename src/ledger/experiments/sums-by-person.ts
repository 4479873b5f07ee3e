import { type EntityManager } from 'typeorm';
import { RELATIONS } from '#strata/profiles/store';
import { type ExposedGroup, type ExposedQuestion } from './exposed-question.js';
import { type Apart, partPieces } from './person-parts.js';
import { peopleOfSeveralRows } from './several-rows.js';

/**
 * Sums over people, each once, however many ids and exposures it has, in the group of its first one; over all people of the
 * strategy, or over those who have several rows. Whoever has rows of several groups is in none, so that nothing needs to be
 * sorted: the group of everybody else is that of any of its rows.
 *
 * @param apart what people are told apart by besides: what was known at their first row of a kind
 * @param moments that people are told apart by: milliseconds since 1970, in ascending order
 * @param until milliseconds since 1970; what came later is not counted
 */
export async function sumsByPerson(
  manager: EntityManager,
  question: ExposedQuestion,
  {
    until,
    who,
    apart = 'nothing',
    moments = [],
  }: {
    readonly until: number;
    readonly who: 'all' | 'several rows';
    readonly apart?: Apart;
    readonly moments?: readonly number[];
  },
): Promise<readonly ExposedGroup[]> {
  const { strategy, phase, goal, hasArms, from, to, before, winsorise } = question;
  const parameters = [strategy, goal.event, new Date(until).toISOString(), from ?? null, to ?? null, phase];
  if (winsorise < 1) parameters.push(winsorise);
  const { mark, first, known, join, part, which, edges } = partPieces(question, { apart, moments }, parameters);
  return await manager.query(
    `with ${who === 'all' ? ALL_IDS : severalIds(question)},
     rows as materialized (
       select coalesce(i.person, x.user_id) as person, i.person is not null as joined, x.user_id, x.role, x.arm, x.at, x.again,
         x.has_outcomes, ${mark} as mark,
         (x.contact_micros + case when x.state = 'redeemed' then x.face_micros else 0 end) / 1e6::float8 as cost
       from exposures x ${who === 'all' ? 'left join' : 'join'} ids i on i.id = x.user_id
       where x.strategy = $1 and x.phase = $6 and x.role <> 'held-out-of-all'),
     persons as (
       select person, min(at) as at, sum(cost) as cost, ${first} as mark,
         min(at) filter (where role = 'drawn') as drawn_at, min(arm) filter (where role = 'drawn') as arm,
         coalesce(min(arm) filter (where role = 'drawn') <> max(arm) filter (where role = 'drawn'), false)
           or coalesce(bool_or(again) filter (where role = 'drawn'), false) as in_arms,
         min(at) filter (where role <> 'drawn') as exposed_at, min(role) filter (where role <> 'drawn') as role,
         coalesce(min(role) filter (where role <> 'drawn') <> max(role) filter (where role <> 'drawn'), false) as in_roles
       from rows group by person),
     doers as (${who === 'all' ? DOERS : 'select id, person from ids'}),
     brought as (
       select d.person, o.at, o.value from doers d join outcomes o on o.user_id = d.id
       where o.event = $2 and o.at < $3 ${hasArms ? '' : 'and o.strategy = $1'}),
     people as materialized (
       select * from (
         select 'arm' as by, arm as "group", in_arms as several, person, drawn_at as at, drawn_at as seen_at, cost, mark
         from persons where drawn_at is not null
         union all
         select 'role', role, in_roles, person, at, exposed_at, cost, mark from persons where exposed_at is not null) each
       where ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)),
     did as (
       select p.by, p.person, sum(b.value) as value
       from people p join brought b on b.person = p.person and b.at >= p.at group by p.by, p.person),
     known as (
       select p.*, coalesce(d.value, 0) as value, (d.value is not null)::integer as converted,
         ${before === undefined ? '0::float8' : 'coalesce(e.value, 0)'} as before
       from people p left join did d on d.by = p.by and d.person = p.person
         ${before === undefined ? '' : beforeOf(question, parameters)}),
     ${winsorise < 1 ? CAPPED : 'capped as (select * from known)'}${known}
     select c.by, c."group", c.several, ${part} as part, ${which} as which, ${edges} as edges, count(*)::float8 as people,
       sum(converted)::float8 as conversions, sum(value) as value,
       sum(value * value) as "valueSquares", sum(cost) as cost, sum(cost * cost) as "costSquares",
       sum(cost * converted) as "costOfConverted", sum(value * cost) as "valueTimesCost", sum(before) as before,
       sum(before * before) as "beforeSquares", sum(before * converted) as "beforeOfConverted",
       sum(before * value) as "beforeTimesValue", sum(before * cost) as "beforeTimesCost"
     from capped c ${join} group by c.by, c."group", c.several, 4, 5`,
    parameters,
  );
}

/** What is above a share of people counts as that much; all of it is looked at once more, where anybody asks for it. */
const CAPPED = `
     caps as (
       select by, percentile_cont($7::float8) within group (order by value) as value,
         percentile_cont($7::float8) within group (order by before) as before
       from known group by by),
     capped as (
       select k.by, k."group", k.several, k.person, k.at, k.mark, k.cost, k.converted, least(k.value, c.value) as value,
         least(k.before, c.before) as before
       from known k join caps c using (by))`;

/** All ids of persons who have several, with their persons. */
const ALL_IDS = `ids as materialized (
  select id, person from ${RELATIONS.merged} i union select person, person from ${RELATIONS.merged} i)`;

/** The ids of the strategy's people that may have done something. */
const DOERS = `
  select distinct user_id as id, person from rows where has_outcomes and not joined
  union all
  select id, person from ids where person in (select person from rows where joined)`;

function severalIds(question: ExposedQuestion): string {
  return `ids as materialized (${peopleOfSeveralRows(question)})`;
}

/** What each person's goal events were worth in the time before; adds its parameters. */
function beforeOf({ goal, before = 0 }: ExposedQuestion, parameters: unknown[]): string {
  const first = parameters.length + 1;
  parameters.push(before, goal.valueProperty, goal.usualValue);
  const [time, property, usual] = [`$${first}::float8`, `$${first + 1}::text`, `$${first + 2}::float8`];
  return `left join lateral (
    select sum(coalesce(case when jsonb_typeof(v.p -> ${property}) = 'number'
      or v.p ->> ${property} ~ '^\\d{1,15}(\\.\\d{1,15})?$' then (v.p ->> ${property})::float8 end, ${usual})) as value
    from (
      select properties as p from ${RELATIONS.events} events where user_id = p.person and name = $2
        and at >= p.at - ${time} * interval '1 millisecond' and at < p.at) v) e on true`;
}
