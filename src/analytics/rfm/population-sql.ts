import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { factsSql } from '#strata/profiles/facts';
import { type EventHome } from '../sources/index.js';

/** The people of a segment at a moment, as a relation of their `user_id`. @param until milliseconds since 1970, UTC */
export function populationSql(
  segment: string,
  { facts: catalogue, segments, ...documents }: ReleaseDocuments,
  home: EventHome,
  until: number,
): (people: string) => string {
  const timeZone = timeZoneOf(documents);
  const condition = compileCondition(segment, { facts: catalogue, segments, timeZone, isPublished: true });
  const { dialect, events, profiles } = home;
  return (people) => {
    const known = factsSql({
      dialect: dialect.name,
      catalogue,
      timeZone,
      facts: condition.facts.map(({ fact }) => fact),
      rows: `(select row_number() over () as n, user_id, ${dialect.moment(until)} as now from ${home.people} p where ${people})`,
      at: dialect.moment(until),
      events: `(select user_id, name, "at", properties from ${events} e where ${people})`,
      profiles,
      ...(profiles === null ? { computed: null } : {}),
    });
    return `(select user_id from (${known}) known where ${condition.toSql(dialect.name)})`;
  };
}
