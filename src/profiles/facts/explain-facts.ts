import { Inject, Injectable } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { type EventQuery, type FactCatalogue, type FactDefinition, spokenFacts, timeZoneOf } from '#strata/engine';
import { basisOf, ofSource } from '#strata/engine/facts';
import { derivedFacts } from '#strata/engine/plan';
import { inLanguage } from '#strata/engine/words';
import { DATABASE, type Database } from '#strata/platform/database';
import { ReleaseStore } from '#strata/rulebook/releases';
import { sourceWords } from '#strata/rulebook/explain';
import { StrataError } from '#sdk';
import { attributeAt } from './values/attribute-path.js';
import { durationMilliseconds } from '#strata/kernel';
import { analysesOf, computedJoins, computedSql } from './sql/computed-sql.js';
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
  /** What an analysis published last: in which run, of which moment (ISO 8601, UTC); null where it said nothing. */
  | {
      readonly kind: 'computed';
      readonly analysis: string;
      readonly output: string;
      readonly run: string | null;
      readonly at: string | null;
      /** It said something that is older than the fact allows. */
      readonly isStale: boolean;
    }
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
   * @param language of the words; English unless told
   * @throws StrataError NOT_FOUND where nobody is stored under the id, UNAVAILABLE where nothing was published yet
   */
  async explain(id: string, at: number, language?: Language): Promise<ExplainedFacts> {
    const release = await this.releases.published();
    const catalogue = inLanguage(spokenFacts(release.documents), language);
    const measured = measuredFacts(catalogue);
    const computed = computedFacts(catalogue);
    const [row] = await this.database.run((manager) =>
      manager.query<Row[]>(statementOf(measured, computed), [id, new Date(at).toISOString()]),
    );
    if (row === undefined || (!row.known && row.seen === 0)) {
      throw new StrataError('NOT_FOUND', 'Nobody is stored under this id.');
    }
    const timeZone = timeZoneOf(release.documents);
    const facts = explained(row, { catalogue, timeZone, measured, computed, at, language });
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
  /** By the place of the fact among the computed ones: its value; by the analysis: the moment and the run. */
  readonly [column: `v${number}`]: unknown;
  readonly [column: `at${number}`]: Date | null;
  readonly [column: `run${number}`]: string | null;
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

interface Computed {
  readonly facts: readonly { readonly name: string; readonly sql: string }[];
  readonly analyses: readonly string[];
}

function computedFacts(catalogue: FactCatalogue): Computed {
  const analyses = analysesOf(Object.keys(catalogue), catalogue);
  const facts = Object.entries(catalogue).flatMap(([name, definition]) => {
    const basis = basisOf(definition);
    if (basis.of !== 'computed') return [];
    return [{ name, sql: computedSql(basis.computed, { type: definition.type, analyses, dialect: postgres }) }];
  });
  return { facts, analyses };
}

function statementOf(measured: readonly Measured[], { facts, analyses }: Computed): string {
  const measures = new EventMeasures(postgres, { window: '', now: 'r.now', nowOfGroup: 'r.now' });
  const folds = measured.map(({ query }, index) => {
    const counted = { ...query, measure: 'count' as const };
    const i = String(index);
    return `${measures.measure(query)} as a${i}, ${measures.measure(counted)} as c${i}, ${measures.last(query)} as l${i}`;
  });
  const followers = measures.followerColumns.map((column) => `, ${column}`).join('');
  const names = measures.names.map((name) => postgres.text(name)).join(', ');
  const computed = [
    ...facts.map(({ sql }, index) => `${sql} as v${String(index)}`),
    ...analyses.map(
      (_, index) => `k${String(index)}.at as at${String(index)}, k${String(index)}.run as run${String(index)}`,
    ),
  ];
  return `
    select ${['r.user_id', 'p.user_id is not null as known', 'p.attributes', ...computed, 'e.*'].join(', ')}
    from (select coalesce((select user_id from identities where anonymous_id = $1), $1::text) as user_id,
                 $2::timestamptz as now) r
    left join profiles p on p.user_id = r.user_id
    ${computedJoins(analyses, 'computed_facts', postgres).join('\n    ')}
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
  readonly computed: Computed;
  readonly at: number;
  readonly language: Language | undefined;
}

function explained(row: Row, explaining: Explaining): readonly ExplainedFact[] {
  const { catalogue, timeZone, measured, computed, at, language } = explaining;
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
  computed.facts.forEach(({ name }, index) => {
    const value = row[`v${index}`] ?? null;
    if (value !== null) values[name] = value;
  });
  const derived = derivedFacts(catalogue, timeZone);
  derived.add(values);
  const because = (name: string): string | null =>
    derived
      .ownConditionsOf(name)
      .find((condition) => condition.test(values))
      ?.toWords(language) ?? null;
  return Object.entries(catalogue).map(([name, definition]) => ({
    name,
    words: definition.words,
    type: definition.type,
    unit: definition.unit ?? null,
    value: values[name] ?? null,
    sensitive: definition.sensitive === true,
    personal: definition.personal === true,
    definition: sourceWords(definition, catalogue, { timeZone, language }),
    origin: originOf(definition, row, {
      index: places.get(name) ?? 0,
      because: because(name),
      analyses: computed.analyses,
      at,
    }),
  }));
}

/** PostgreSQL's numeric comes as text. */
function numberOf(value: number | string): number {
  return typeof value === 'number' ? value : Number(value);
}

interface Origin {
  /** Among the measured facts. */
  readonly index: number;
  readonly because: string | null;
  readonly analyses: readonly string[];
  readonly at: number;
}

function originOf({ from }: FactDefinition, row: Row, { index, because, analyses, at }: Origin): FactOrigin {
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
    computed: ({ computed: { analysis, output, maxAge } }) => {
      const place = analyses.indexOf(analysis);
      const said = row[`at${place}`] ?? null;
      const age = maxAge === undefined ? Infinity : (durationMilliseconds(maxAge) ?? Infinity);
      return {
        kind: 'computed',
        analysis,
        output,
        run: row[`run${place}`] ?? null,
        at: said?.toISOString() ?? null,
        isStale: said !== null && said.getTime() <= at - age,
      };
    },
  });
}
