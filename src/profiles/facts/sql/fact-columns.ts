import { type EventQuery, type FactCatalogue } from '#strata/engine';
import { basisOf } from '#strata/engine/facts';
import { type DerivedFacts } from '#strata/engine/plan';
import { type FactDialect } from './dialects/dialect.js';
import { computedSql } from './computed-sql.js';
import { isCounted } from './gather-statement.js';
import { profileSql } from './profile-sql.js';

/** What the expressions of facts stand on. */
export interface FactColumnsOptions {
  readonly catalogue: FactCatalogue;
  readonly derived: DerivedFacts;
  readonly dialect: FactDialect;
  /** The measures of events by fact, as columns. */
  readonly measured: ReadonlyMap<string, string>;
  /** Whether there are attributes: `p.attributes`. */
  readonly hasProfiles: boolean;
  /** The analyses that are joined. */
  readonly analyses: readonly string[];
  /** The moment that attributes are looked at. */
  readonly now: string;
}

/** The expressions of facts in a query's outermost part. */
export class FactColumns {
  constructor(private readonly options: FactColumnsOptions) {}

  of(name: string): string {
    const { catalogue, derived, dialect, hasProfiles, now } = this.options;
    const definition = catalogue[name];
    if (definition === undefined) return 'null';
    const basis = basisOf(definition);
    if (basis.of === 'events') return this.#measured(name, basis.query);
    if (basis.of === 'attribute') return hasProfiles ? profileSql(basis.source, definition.type, dialect, now) : 'null';
    if (basis.of === 'computed') {
      const { analyses } = this.options;
      return analyses.length === 0 ? 'null' : computedSql(basis.computed, { type: definition.type, analyses, dialect });
    }
    return derived.toSql(name, dialect.name, (part) => ({
      sql: `(${this.of(part)})`,
      type: catalogue[part]?.type ?? 'number',
    }));
  }

  #measured(name: string, query: EventQuery): string {
    const column = this.options.measured.get(name) ?? 'null';
    return `cast(${isCounted(query) ? `coalesce(${column}, 0)` : column} as double precision)`;
  }
}

/** What a fact measures of events; null where it measures nothing. */
export function eventQueryOf(catalogue: FactCatalogue, name: string): EventQuery | null {
  const definition = catalogue[name];
  const basis = definition && basisOf(definition);
  return basis?.of === 'events' ? basis.query : null;
}
