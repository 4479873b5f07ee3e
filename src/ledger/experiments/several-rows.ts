import { sqlNumber } from '#strata/kernel';
import { RELATIONS } from '#strata/profiles/store';
import { type ExposedQuestion } from './exposed-question.js';

/**
 * A query of the ids, with their persons, of whom sums over rows would say something wrong: they were exposed several times
 * or under several ids, or did something before they were exposed, which in the first phase must have counted elsewhere. Of a
 * strategy `$1` and a goal event `$2`.
 */
export function peopleOfSeveralRows({ phase, hasArms }: Pick<ExposedQuestion, 'phase' | 'hasArms'>): string {
  const early = `
    union select x.user_id from outcomes o join exposures x on x.user_id = o.user_id and x.has_outcomes
    where o.event = $2 ${phase === 1 ? 'and o.strategy <> $1' : ''}
      and x.strategy = $1 and x.phase = ${sqlNumber(phase)} and o.at < x.at`;
  return `
    with found as (
      select user_id as id from exposures where strategy = $1 and again
      union select i.id from ${RELATIONS.merged} i where exists (
        select from exposures x where x.user_id = i.id and x.strategy = $1)
      union select i.id from ${RELATIONS.merged} i where exists (
        select from outcomes o where o.user_id = i.id and o.event = $2)
      ${hasArms ? early : ''}),
    persons as (
      select distinct coalesce(i.person, f.id) as person from found f left join ${RELATIONS.merged} i on i.id = f.id)
    select person as id, person from persons
    union select i.id, i.person from persons p join ${RELATIONS.merged} i on i.person = p.person`;
}
