import { type EntityManager } from 'typeorm';
import { RELATIONS } from '#strata/profiles/store';
import { type ExposedGroup, type ExposedQuestion } from './exposed-question.js';
import { type Apart, partPieces } from './person-parts.js';
import { ALL_PEOPLE, peopleOfSeveralRows } from './several-rows.js';

/**
 * Sums over people, each once, however many ids and exposures it has, in the group of its first one; over all people of the
 * strategy, or over those who have several rows.
 *
 * @param apart what people are told apart by besides: what was known at their first row of a kind
 * @param until milliseconds since 1970; what came later is not counted
 */
export async function sumsByPerson(
  manager: EntityManager,
  question: ExposedQuestion,
  {
    until,
    who,
    apart = 'nothing',
  }: { readonly until: number; readonly who: 'all' | 'several rows'; readonly apart?: Apart },
): Promise<readonly ExposedGroup[]> {
  const { strategy, phase, goal, hasArms, from, to, before, winsorise } = question;
  const parameters = [strategy, goal.event, new Date(until).toISOString(), from ?? null, to ?? null, winsorise, phase];
  const { mark, join, first, points, part, edges } = partPieces(question, apart, parameters);
  return await manager.query(
    `with ids as materialized (${who === 'all' ? ALL_PEOPLE : peopleOfSeveralRows(question)}),
     rows as materialized (
       select i.person, x.role, x.arm, x.at, x.id, x.again, ${mark} as mark,
         (x.contact_micros + case when x.state = 'redeemed' then x.face_micros else 0 end) / 1e6::float8 as cost
       from ids i join exposures x on x.user_id = i.id${join} where x.strategy = $1 and x.phase = $7),
     drawn as (
       select person, (array_agg(arm order by at, id))[1] as arm, min(at) as at,
         count(distinct arm) > 1 or bool_or(again) as several, ${first} as mark
       from rows where role = 'drawn' group by person),
     exposed as (
       select person, (array_agg(role order by at, id))[1] as role, min(at) as at, count(distinct role) > 1 as several,
         ${first} as mark
       from rows where role in ('treated', 'held-out') group by person),
     spent as (select person, sum(cost) as cost from rows where role = 'treated' group by person),
     brought as (
       select i.person, o.at, o.value from ids i join outcomes o on o.user_id = i.id
       where o.event = $2 and o.at < $3 ${hasArms ? '' : 'and o.strategy = $1'}),
     people as (
       select 'arm' as by, arm as "group", several, person, at, mark from drawn
       union all
       select 'role', e.role, e.several, e.person, least(e.at, d.at), e.mark from exposed e left join drawn d using (person)),
     did as (
       select p.by, p."group", p.several, p.person, p.at, p.mark, coalesce(s.cost, 0) as cost,
         coalesce(sum(b.value), 0) as value,
         (count(b.value) > 0)::integer as converted
       from people p left join spent s using (person) left join brought b on b.person = p.person and b.at >= p.at
       where ($4::timestamptz is null or p.at >= $4) and ($5::timestamptz is null or p.at < $5)
       group by p.by, p."group", p.several, p.person, p.at, p.mark, s.cost),
     known as (select did.*, ${before === undefined ? '0::float8' : 'coalesce(e.value, 0)'} as before
       from did ${before === undefined ? '' : beforeOf(question, parameters)}),
     caps as (
       select by, percentile_cont($6) within group (order by value) as value,
         percentile_cont($6) within group (order by before) as before
       from known where $6::float8 < 1 group by by),
     capped as (
       select k.by, k."group", k.several, k.mark, k.cost, k.converted, least(k.value, c.value) as value,
         least(k.before, c.before) as before
       from known k left join caps c using (by))${points}
     select by, "group", several, ${part} as part, ${edges} as edges, count(*)::float8 as people,
       sum(converted)::float8 as conversions, sum(value) as value,
       sum(value * value) as "valueSquares", sum(cost) as cost, sum(cost * cost) as "costSquares",
       sum(cost * converted) as "costOfConverted", sum(value * cost) as "valueTimesCost", sum(before) as before,
       sum(before * before) as "beforeSquares", sum(before * converted) as "beforeOfConverted",
       sum(before * value) as "beforeTimesValue", sum(before * cost) as "beforeTimesCost"
     from capped group by by, "group", several, 4`,
    parameters,
  );
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
      select properties as p from ${RELATIONS.events} events where user_id = did.person and name = $2
        and at >= did.at - ${time} * interval '1 millisecond' and at < did.at) v) e on true`;
}
