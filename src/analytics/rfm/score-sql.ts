import { type EventHome, type WantedEvents } from '../sources/index.js';
import { type Band, type ScoreFifths } from './rfm-report.js';

/** What scores are given by, of each person who purchased. */
export interface Purchases {
  readonly home: EventHome;
  readonly wanted: WantedEvents;
  /** Milliseconds since 1970, UTC. */
  readonly until: number;
  /** A relation of the people who are meant (`user_id`), by the condition that it is given; null for everybody who purchased. */
  readonly population: ((people: string) => string) | null;
}

/** A relation with a row a person: `user_id`, `days`, `frequency`, `monetary`. */
export function personsSql({ home, wanted, until, population }: Purchases, people = 'true'): string {
  const value = 'value' in wanted.columns ? 'coalesce(sum(value), 0)' : 'count(*)';
  const meant = population === null ? '' : ` where user_id in (select user_id from ${population(people)} meant)`;
  return `(
    select user_id, cast(floor((${String(until)} - max("at")) / 86400000.0) as integer) as days,
      count(*) as frequency, ${value} as monetary
    from ${home.rows(wanted, people)} purchases${meant} group by user_id)`;
}

/**
 * A relation with a row for each triple of scores: how many people have it, what they did, and the least and most of each
 * figure. A score is 1 + the number of fifths of all people who are strictly worse, so that equal figures get equal scores.
 */
export function cellsSql(purchases: Purchases): string {
  const figures = ['days', 'frequency', 'monetary'].map(
    (name) => `${double(`min(${name})`)} as ${name}_from, ${double(`max(${name})`)} as ${name}_to`,
  );
  return `
    with persons as ${materialized(personsSql(purchases))},
    fifths as (select ${fifths('-days')} as d, ${fifths('frequency')} as f, ${fifths('monetary')} as m from persons),
    scored as (
      select days, frequency, monetary, ${score('-days', 'd')} as r, ${score('frequency', 'f')} as f, ${score('monetary', 'm')} as m
      from persons cross join fifths)
    select r, f, m, ${double('count(*)')} as people, ${double('sum(frequency)')} as purchases,
      ${double('sum(monetary)')} as value, ${figures.join(', ')}
    from scored group by r, f, m order by r, f, m`;
}

/**
 * What the people at the ends of the four lower fifths have, the lowest figure first: k fifths are strictly worse than a figure exactly
 * where it is above the k-th. A little less than k/5 is asked for, so that no product with a binary fraction is above a whole number.
 */
function fifths(figure: string): string {
  const shares = [1, 2, 3, 4].map((k) => (k / 5 - 1e-10).toFixed(10));
  return `percentile_disc(array[${shares.join(', ')}]) within group (order by ${figure})`;
}

function score(figure: string, ends: string): string {
  const above = [1, 2, 3, 4].map((k) => `case when ${figure} > fifths.${ends}[${String(k)}] then 1 else 0 end`);
  return `1 + ${above.join(' + ')}`;
}

function materialized(sql: string): string {
  return `materialized ${sql}`;
}

function double(sql: string): string {
  return `cast(${sql} as double precision)`;
}

/** Each person's scores, by the figures that separate them. */
export function scoresSql(purchases: Purchases, { recency, frequency, monetary }: ScoreFifths, people: string): string {
  const r = `case ${thresholds(recency, (band) => `days <= ${String(band.to)}`)} else 1 end`;
  const f = `case ${thresholds(frequency, (band) => `frequency >= ${String(band.from)}`)} else 1 end`;
  const m = `case ${thresholds(monetary, (band) => `${double('monetary')} >= ${String(band.from)}`)} else 1 end`;
  return `select user_id, ${r} as r, ${f} as f, ${m} as m from ${personsSql(purchases, people)} persons`;
}

/** The best score first. */
function thresholds(bands: readonly Band[], holds: (band: NonNullable<Band>) => string): string {
  const cases = bands.map((band, index) => (band === null ? '' : `when ${holds(band)} then ${String(index + 1)}`));
  return cases.toReversed().join(' ');
}
