import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { sqlName } from '#strata/kernel';
import { factsSql } from '#strata/profiles/facts';
import { type EventHome } from './event-home.js';

/** Who is asked for, and what of them. */
export interface PeopleAsked {
  /** Id of a segment; null for everybody. */
  readonly segment: string | null;
  /** Names of the catalogue. */
  readonly facts: readonly string[];
  /** Milliseconds since 1970, UTC. */
  readonly until: number;
}

/**
 * Some people and what is known of them at a moment, as a relation: `_user_id` and a column a fact under its name, NULL where
 * it has no value. It is given a condition over `user_id`.
 */
export function peopleSql(
  { segment, facts, until }: PeopleAsked,
  { facts: catalogue, segments, ...documents }: ReleaseDocuments,
  home: EventHome,
): (people: string) => string {
  const timeZone = timeZoneOf(documents);
  const { dialect, events, profiles } = home;
  const condition =
    segment === null ? null : compileCondition(segment, { facts: catalogue, segments, timeZone, isPublished: true });
  const holds = condition === null ? '' : ` where ${condition.toSql(dialect.name)}`;
  const needed = new Set([...facts, ...(condition?.facts.map(({ fact }) => fact) ?? [])]);
  const columns = ['_user_id', ...facts.map(sqlName)].join(', ');
  return (people) => {
    const known = factsSql({
      dialect: dialect.name,
      catalogue,
      timeZone,
      facts: [...needed],
      rows: `(select row_number() over () as n, user_id, ${dialect.moment(until)} as now from ${home.people} p where ${people})`,
      at: dialect.moment(until),
      events: `(select user_id, name, "at", properties from ${events} e where ${people})`,
      profiles,
      ...(profiles === null ? { computed: null } : {}),
    });
    return `(select ${columns} from (${known}) known${holds})`;
  };
}

/** The people of a segment at a moment, as a relation of their `user_id`. @param until milliseconds since 1970, UTC */
export function populationSql(
  segment: string,
  documents: ReleaseDocuments,
  home: EventHome,
  until: number,
): (people: string) => string {
  const members = peopleSql({ segment, facts: [], until }, documents, home);
  return (people) => `(select _user_id as user_id from ${members(people)} members)`;
}
