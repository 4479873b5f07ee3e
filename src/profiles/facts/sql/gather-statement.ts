import { type EventQuery, type FactCatalogue, type UserEvent } from '#strata/engine';
import { basisOf, type FactBasis } from '#strata/engine/facts';
import { derivedFacts } from '#strata/engine/plan';
import { isHoldable } from './dialects/dialect.js';
import { postgres } from './dialects/postgres.js';
import { analysesOf, computedSql, computedJoins } from './computed-sql.js';
import { EventMeasures } from './event-measures.js';
import { type EventNeed, type Needs } from '../values/needs.js';
import { attributeSql } from './profile-sql.js';
import { profileValue } from '../values/profile-value.js';
import { NOBODY, type StoredFacts } from '../values/stored-facts.js';

/** The most events of one person that a decision takes; the newest count. */
const MOST_EVENTS = 1_000;

/** A person and the moment that counts (milliseconds since 1970, UTC). */
export interface Asked {
  readonly userId: string;
  readonly now: number;
}

/** A row of the statement's answer. */
export interface GatheredRow {
  readonly known: boolean;
  readonly suppressed: boolean | null;
  /** The person that the id was merged into; null for a person's own id. */
  readonly person: string | null;
  /** The ids that were merged into this one; null where none was. */
  readonly merged: readonly string[] | null;
  /** Every purpose that the person said something about, with the latest word. */
  readonly consent: Readonly<Record<string, boolean>> | null;
  readonly seen?: number | null;
  readonly recent?: readonly (readonly [string, number, Readonly<Record<string, unknown>> | null])[] | null;
  readonly [column: string]: unknown;
}

/** One SQL statement that gathers what a release needs for any number of people, and how its rows are read. */
export interface GatherStatement {
  /**
   * Takes the ids and the moments as two arrays of text; answers one row an asked one, in their order. To be planned once:
   * whichever partition holds a person is found when the statement runs.
   */
  readonly sql: string;
  /**
   * The same, to be planned anew each time: the ids stand in it as a constant list, so that the planner knows the
   * partitions before it plans for all of them.
   */
  readonly sqlToPlan: string;
  readonly parameters: (asked: readonly Asked[]) => unknown[];
  readonly read: (row: GatheredRow, asked: Asked) => StoredFacts;
}

/** Compiles a catalogue and what a release needs of it, once. */
export function gatherStatement(catalogue: FactCatalogue, timeZone: string, needs: Needs): GatherStatement {
  const derived = derivedFacts(catalogue, timeZone);
  const needed = new Set(needs.facts);
  const attributes = [...new Set(needs.facts.flatMap((name) => attributeOf(catalogue, name)))].filter(isHoldable);
  const measured = needs.facts.flatMap((name) => measureOf(catalogue, name));
  const columns = ['r.n', 'p.user_id is not null as known', 'p.suppressed', 'i.user_id as person', MERGED, CONSENT];
  columns.push(...attributes.map((name, index) => `${attributeSql(name, postgres)} as p${String(index)}`));
  const analyses = analysesOf(needs.facts, catalogue);
  const computed = needs.facts.filter((name) => basisOfNamed(catalogue, name)?.of === 'computed');
  columns.push(
    ...computed.map((name, index) => `${computedColumn(catalogue, name, analyses)} as k${String(index)}_value`),
  );
  const events = eventsSql(measured, needs.events);
  if (events !== null) columns.push('e.*');
  const sqlToPlan = `
    select ${columns.join(', ')}
    from ${ASKED}
    left join profiles p on p.user_id = r.user_id
    left join identities i on i.anonymous_id = r.user_id
    ${computedJoins(analyses, 'computed_facts', postgres).join('\n    ')}
    ${events === null ? '' : `cross join lateral (${events}) e`}
    order by r.n`;
  return { sql: sqlToPlan.replace(IS_ASKED, ''), sqlToPlan, parameters, read };

  function read(row: GatheredRow, { userId, now }: Asked): StoredFacts {
    if (!row.known && (row.seen ?? 0) === 0 && row.consent === null && row.merged === null) return NOBODY;
    const facts: Record<string, unknown> = {};
    const profile = Object.fromEntries(attributes.map((name, index) => [name, row[`p${String(index)}`] ?? undefined]));
    for (const name of needs.facts) {
      const definition = catalogue[name];
      const basis = definition && basisOf(definition);
      if (basis?.of !== 'attribute') continue;
      const value = profileValue(profile, basis.source, definition?.type ?? 'string', now);
      if (value !== undefined) facts[name] = value;
    }
    measured.forEach(({ name, query }, index) => {
      const value = row[`a${String(index)}`] ?? (isCounted(query) ? 0 : null);
      if (value !== null) facts[name] = Number(value);
    });
    computed.forEach((name, index) => {
      const value = row[`k${String(index)}_value`] ?? null;
      if (value !== null) facts[name] = value;
    });
    derived.add(facts, (name) => !needed.has(name));
    return Object.freeze({
      exists: true,
      facts: Object.freeze(facts),
      events: Object.freeze((row.recent ?? []).map((event) => readEvent(event, needs.events))),
      ...readConsent(row.consent ?? {}),
      suppressed: row.suppressed ?? false,
      joined: row.merged === null ? null : { person: userId, ids: [...new Set([userId, ...row.merged])] },
    });
  }
}

const ASKED = `unnest($1::text[], $2::text[]::timestamptz[]) with ordinality as r(user_id, now, n)`;
const CONSENT = `(select json_object_agg(c.purpose, c.granted order by c.purpose) from consents c
      where c.user_id = r.user_id) as consent`;
const MERGED = `(select array_agg(m.anonymous_id order by m.anonymous_id) from identities m
      where m.user_id = r.user_id) as merged`;
const IS_ASKED = ' and e.user_id = any($1)';

function parameters(asked: readonly Asked[]): unknown[] {
  return [asked.map(({ userId }) => userId), asked.map(({ now }) => new Date(now).toISOString())];
}

interface Measured {
  readonly name: string;
  readonly query: EventQuery;
}

function basisOfNamed(catalogue: FactCatalogue, name: string): FactBasis | undefined {
  const definition = catalogue[name];
  return definition && basisOf(definition);
}

function computedColumn(catalogue: FactCatalogue, name: string, analyses: readonly string[]): string {
  const definition = catalogue[name];
  const basis = basisOfNamed(catalogue, name);
  if (definition === undefined || basis?.of !== 'computed') return 'null';
  return computedSql(basis.computed, { type: definition.type, analyses, dialect: postgres });
}

function attributeOf(catalogue: FactCatalogue, name: string): readonly string[] {
  const basis = basisOfNamed(catalogue, name);
  return basis?.of === 'attribute' ? [basis.source.profile] : [];
}

function measureOf(catalogue: FactCatalogue, name: string): readonly Measured[] {
  const basis = basisOfNamed(catalogue, name);
  return basis?.of === 'events' ? [{ name, query: basis.query }] : [];
}

/** Measures that are 0 where there is nothing to measure. */
export function isCounted({ measure = 'count' }: EventQuery): boolean {
  return measure === 'count' || measure === 'sum' || measure === 'distinct';
}

/**
 * The events of the asked person until the moment that counts, folded to one row; null where none are needed.
 */
function eventsSql(measured: readonly Measured[], recent: readonly EventNeed[]): string | null {
  const measures = new EventMeasures(postgres, { window: '', now: 'r.now', nowOfGroup: 'r.now' });
  const folds = measured.map(({ query }, index) => `${measures.measure(query)} as a${String(index)}`);
  const raw = recent.filter(({ name }) => isHoldable(name));
  const names = [...new Set([...measures.names, ...raw.map(({ name }) => name)])];
  if (names.length === 0) return null;
  if (raw.length > 0) folds.push(`${recentSql(raw)} as recent`);
  const followers = measures.followerColumns.map((column) => `, ${column}`).join('');
  return `
      select count(*) as seen, ${folds.join(', ')}
      from (
        select e.name, e.at, e.properties${followers}
        from events e
        where e.user_id = r.user_id${IS_ASKED} and e.at <= r.now
          and e.name in (${names.map(postgres.text).join(', ')})
      ) j`;
}

function readConsent(words: Readonly<Record<string, boolean>>): Pick<StoredFacts, 'consent' | 'withdrawn'> {
  const purposes = Object.keys(words);
  return {
    consent: Object.freeze(purposes.filter((purpose) => words[purpose] === true)),
    withdrawn: Object.freeze(purposes.filter((purpose) => words[purpose] === false)),
  };
}

function recentSql(needs: readonly EventNeed[]): string {
  const withProperties = needs.filter(({ properties }) => properties.length > 0).map(({ name }) => name);
  const properties =
    withProperties.length === 0
      ? 'null'
      : `case when j.name in (${withProperties.map(postgres.text).join(', ')}) then j.properties end`;
  const wanted = needs.map(({ name, within }) => {
    const isNamed = `j.name = ${postgres.text(name)}`;
    return Number.isFinite(within) ? `(${isNamed} and j.at > ${postgres.before('r.now', within)})` : isNamed;
  });
  const event = `json_build_array(j.name, floor(extract(epoch from j.at) * 1000)::bigint, ${properties})`;
  const newest = `(array_agg(${event} order by j.at desc) filter (where ${wanted.join(' or ')}))`;
  return `array_to_json(${newest}[1:${String(MOST_EVENTS)}])`;
}

function readEvent(
  [name, at, stored]: readonly [string, number, Readonly<Record<string, unknown>> | null],
  needs: readonly EventNeed[],
): UserEvent {
  const read = needs.find((need) => need.name === name)?.properties ?? [];
  const present = read.filter((property) => stored !== null && Object.hasOwn(stored, property));
  const properties = Object.fromEntries(present.map((property) => [property, stored?.[property]]));
  return Object.freeze({ name, at, properties: Object.freeze(properties) });
}
