import { basisOf, withParts } from '#strata/engine/facts';
import { type FactCatalogue, followerOf } from '#strata/engine';
import { isStorable, sqlText } from '#strata/kernel';
import { factsSql } from '../facts/index.js';
import { type Funnel } from './funnel.js';
import { BUCKET_SQL } from './sample.js';

/** People of a group that a hash draws. */
export interface FunnelRow {
  readonly people: number;
  /** How many are left after each part. */
  readonly left: readonly number[];
  /** Two who pass all parts (or one twice); null where nobody does. */
  readonly first: string | null;
  readonly last: string | null;
}

/** Whom a query puts through a funnel: everybody, or the people of some buckets (`$2`, and `$3` the one after). */
export type FunnelPopulation = 'everybody' | 'buckets';

/**
 * A query that puts people through a funnel: `$1` is the moment. One pass over the profiles; where only attributes are
 * read, all cores of the server take part.
 */
export function funnelSql(funnel: Funnel, catalogue: FactCatalogue, population: FunnelPopulation): string {
  const { parts } = funnel;
  const { people, known } = knownSql(funnel, catalogue, population);
  const left = parts.map((_, index) => `count(*) filter (where depth > ${String(index)})`);
  const passed = `filter (where depth = ${String(parts.length)})`;
  return `${people}
    select count(*)::int as people, array[${left.join(', ')}]::int[] as left,
      min(_user_id collate "C") ${passed} as first, max(_user_id collate "C") ${passed} as last
    from (
      select _user_id, hashtextextended(_user_id, 1) & ${String(GROUPS - 1)} as drawn, ${depthSql(funnel)} as depth
      from (${known}) known) judged
    group by drawn`;
}

/** A query of the people themselves, with the facts that a funnel reads under their names: `$1` is the moment. */
export function peopleSql(funnel: Funnel, catalogue: FactCatalogue, population: FunnelPopulation): string {
  const { people, known } = knownSql(funnel, catalogue, population);
  return `${people} ${known}`;
}

/** What of people a query reads. */
type FactsRead = Pick<Funnel, 'facts' | 'timeZone'>;

/** A query of people's facts under their names, and what must stand before it; parameters as of {@link FunnelPopulation}. */
export function knownSql(
  read: FactsRead,
  catalogue: FactCatalogue,
  population: FunnelPopulation,
): { readonly people: string; readonly known: string } {
  const { facts, timeZone } = read;
  const names = eventNamesOf(read, catalogue);
  // Without a condition the planner knows how many rows there are.
  const drawn = population === 'everybody' ? '' : `where ${BUCKET_SQL} >= $2::bigint and ${BUCKET_SQL} < $3::bigint`;
  const people = `
    select ${names.length > 0 ? 'row_number() over ()' : '0'} as n, user_id, attributes, $1::timestamptz as now
    from profiles ${drawn}`;
  const known = factsSql({
    dialect: 'postgres',
    catalogue,
    timeZone,
    facts,
    rows: names.length > 0 ? 'people' : `(${people})`,
    profiles: 'in rows',
    ...(population === 'everybody' ? {} : { events: eventsOfPeople(names) }),
  });
  return { people: names.length > 0 ? `with people as materialized (${people})` : '', known };
}

/** Groups of people, so that there are examples of all kinds. */
const GROUPS = 32;

/**
 * How many parts a person passes, one after the other. What is volatile the planner computes once a person and not once
 * for each use; the branch itself is never taken.
 */
function depthSql({ parts }: Funnel): string {
  const misses = parts.map(({ condition }, index) => `when not (${condition.toSql('postgres')}) then ${String(index)}`);
  const never = `when _user_id is null then random()::int`;
  return `case ${misses.join(' ')} ${never} else ${String(parts.length)} end`;
}

/** The names of the events that a funnel reads. */
export function eventNamesOf({ facts }: FactsRead, catalogue: FactCatalogue): readonly string[] {
  const names = withParts(facts, catalogue).flatMap((fact) => {
    const definition = catalogue[fact];
    const basis = definition && basisOf(definition);
    if (basis?.of !== 'events') return [];
    const { name, without } = basis.query;
    return without === undefined ? [name] : [name, followerOf(without).name];
  });
  return [...new Set(names)];
}

/**
 * The events of each person by itself, through the index. The planner, who cannot know how few people are drawn, would
 * else read the whole table; `offset` keeps it from turning this into a join.
 */
function eventsOfPeople(names: readonly string[]): string {
  const wanted = names.filter(isStorable).map((name) => sqlText(name, 'postgres'));
  return `lateral (
    select user_id, name, at, properties from events
    where user_id = r.user_id and name = any(array[${wanted.join(', ')}]::text[]) offset 0)`;
}
