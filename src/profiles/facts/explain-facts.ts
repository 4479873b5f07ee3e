import { Inject, Injectable } from '@nestjs/common';
import { type EventQuery, type FactCatalogue, type FactDefinition, spokenFacts, timeZoneOf } from '#strata/engine';
import { basisOf, ofSource } from '#strata/engine/facts';
import { derivedFacts } from '#strata/engine/plan';
import { DATABASE, type Database } from '#strata/platform/database';
import { ReleaseStore } from '#strata/rulebook/releases';
import { sourceWords } from '#strata/rulebook/explain';
import { StrataError } from '#sdk';
import { attributeAt } from './values/attribute-path.js';
import { postgres } from './sql/dialects/postgres.js';
import { EventMeasures } from './sql/event-measures.js';
import { isCounted } from './sql/gather-statement.js';
import { profileValue } from './values/profile-value.js';

/** A fact of a person, and where its value came from. */
export interface ExplainedFact {
  readonly name: string;
  /** What the fact is called. */
  readonly words: string;
  readonly type: FactDefinition['type'];
  readonly unit: string | null;
  /** Null where there is none. */
  readonly value: unknown;
  readonly sensitive: boolean;
  readonly personal: boolean;
  /** The fact's definition in words. */
  readonly definition: string;
  readonly origin: FactOrigin;
}

type FactOrigin =
  /** An attribute of the profile; its value is null where it is missing. */
  | { readonly kind: 'profile'; readonly attribute: string; readonly value: unknown }
  /** Events: how many the definition counts, and when the last of them happened (ISO 8601, UTC). */
  | { readonly kind: 'events'; readonly event: string; readonly seen: number; readonly last: string | null }
  | { readonly kind: 'ratio'; readonly of: readonly [string, string] }
  /** Conditions over other facts: the one that held, as words that follow "who"; null where none did. */
  | { readonly kind: 'firstOf'; readonly of: readonly string[]; readonly because: string | null };

/** All facts of a person at a moment. */
export interface ExplainedFacts {
  /** The person's own id, also where another one was asked for. */
  readonly userId: string;
  /** ISO 8601, UTC. Events count until then; the profile is as it is now. */
  readonly at: string;
  readonly release: string;
  /** In the order of the catalogue. */
  readonly facts: readonly ExplainedFact[];
}

type Releases = Pick<ReleaseStore, 'published'>;

/** Shows each fact of the current catalogue for a person, its value, and what it was computed from. */
@Injectable()
export class FactExplainer {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ReleaseStore) private readonly releases: Releases,
  ) {}

  /**
   * @param at milliseconds since 1970, UTC
   * @throws StrataError NOT_FOUND where nobody is stored under the id, UNAVAILABLE where nothing was published yet
   */
  async explain(id: string, at: number): Promise<ExplainedFacts> {
    const release = await this.releases.published();
    const catalogue = spokenFacts(release.documents);
    const measured = measuredFacts(catalogue);
    const [row] = await this.database.run((manager) =>
      manager.query<Row[]>(statementOf(measured), [id, new Date(at).toISOString()]),
    );
    if (row === undefined || (!row.known && row.seen === 0)) {
      throw new StrataError('NOT_FOUND', 'Nobody is stored under this id.');
    }
    const facts = explained(row, { catalogue, timeZone: timeZoneOf(release.documents), measured, at });
    return { userId: row.user_id, at: new Date(at).toISOString(), release: release.hash, facts };
  }
}

interface Row {
  readonly user_id: string;
  readonly known: boolean;
  readonly attributes: Readonly<Record<string, unknown>> | null;
  readonly seen: number;
  /** By the index of the fact: its value, the events it counts, and the last of them. */
  readonly [column: `a${number}`]: number | string | null;
  readonly [column: `c${number}`]: number;
  readonly [column: `l${number}`]: Date | null;
}

interface Measured {
  readonly name: string;
  readonly query: EventQuery;
}

function measuredFacts(catalogue: FactCatalogue): readonly Measured[] {
  return Object.entries(catalogue).flatMap(([name, definition]) => {
    const basis = basisOf(definition);
    return basis.of === 'events' ? [{ name, query: basis.query }] : [];
  });
}

function statementOf(measured: readonly Measured[]): string {
  const measures = new EventMeasures(postgres, { window: '', now: 'r.now', nowOfGroup: 'r.now' });
  const folds = measured.map(({ query }, index) => {
    const counted = { ...query, measure: 'count' as const };
    const i = String(index);
    return `${measures.measure(query)} as a${i}, ${measures.measure(counted)} as c${i}, ${measures.last(query)} as l${i}`;
  });
  const followers = measures.followerColumns.map((column) => `, ${column}`).join('');
  const names = measures.names.map((name) => postgres.text(name)).join(', ');
  return `
    select r.user_id, p.user_id is not null as known, p.attributes, e.*
    from (select coalesce((select user_id from identities where anonymous_id = $1), $1::text) as user_id,
                 $2::timestamptz as now) r
    left join profiles p on p.user_id = r.user_id
    cross join lateral (
      select ${['count(*) as seen', ...folds].join(', ')}
      from (
        select e.name, e.at, e.properties${followers}
        from events e
        where e.user_id = r.user_id and e.at <= r.now and e.name in (${names === '' ? 'null' : names})
      ) j
    ) e`;
}

interface Explaining {
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
  readonly measured: readonly Measured[];
  readonly at: number;
}

function explained(row: Row, { catalogue, timeZone, measured, at }: Explaining): readonly ExplainedFact[] {
  const attributes = row.attributes ?? {};
  const values: Record<string, unknown> = {};
  const places = new Map(measured.map(({ name }, index) => [name, index]));
  measured.forEach(({ name, query }, index) => {
    const value = row[`a${index}`] ?? (isCounted(query) ? 0 : null);
    if (value !== null) values[name] = numberOf(value);
  });
  for (const [name, definition] of Object.entries(catalogue)) {
    const basis = basisOf(definition);
    if (basis.of !== 'attribute') continue;
    const value = profileValue(attributes, basis.source, definition.type, at);
    if (value !== undefined) values[name] = value;
  }
  const derived = derivedFacts(catalogue, timeZone);
  derived.add(values);
  const because = (name: string): string | null =>
    derived
      .ownConditionsOf(name)
      .find((condition) => condition.test(values))
      ?.toWords() ?? null;
  return Object.entries(catalogue).map(([name, definition]) => ({
    name,
    words: definition.words,
    type: definition.type,
    unit: definition.unit ?? null,
    value: values[name] ?? null,
    sensitive: definition.sensitive === true,
    personal: definition.personal === true,
    definition: sourceWords(definition, catalogue, timeZone),
    origin: originOf(definition, row, places.get(name) ?? 0, because(name)),
  }));
}

/** PostgreSQL's numeric comes as text. */
function numberOf(value: number | string): number {
  return typeof value === 'number' ? value : Number(value);
}

function originOf({ from }: FactDefinition, row: Row, index: number, because: string | null): FactOrigin {
  return ofSource<FactOrigin>(from, {
    profile: ({ profile }) => ({
      kind: 'profile',
      attribute: profile,
      value: attributeAt(row.attributes ?? {}, profile) ?? null,
    }),
    events: ({ events }) => ({
      kind: 'events',
      event: events.name,
      seen: row[`c${index}`] ?? 0,
      last: row[`l${index}`]?.toISOString() ?? null,
    }),
    ratio: ({ ratio }) => ({ kind: 'ratio', of: ratio }),
    firstOf: (source) => {
      const basis = basisOf({ from: source });
      return { kind: 'firstOf', of: basis.of === 'facts' ? basis.names : [], because };
    },
  });
}
