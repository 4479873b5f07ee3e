import { withParts } from '#strata/engine/facts';
import { derivedFacts } from '#strata/engine/plan';
import { sqlName } from '#strata/kernel';
import { FACT_DIALECTS } from './dialects/dialects.js';
import { EventMeasures } from './event-measures.js';
import { eventQueryOf, FactColumns } from './fact-columns.js';
import { type FactsSqlOptions } from './facts-sql.js';

/** Whose facts, at which moments, and where they come from. Relations are names of tables or queries in parentheses. */
export interface MomentsSqlOptions extends Pick<FactsSqlOptions, 'dialect' | 'catalogue' | 'timeZone' | 'facts'> {
  /** A row a person: `user_id` and, where there are any, `attributes`; null for whoever has an event that is read. */
  readonly rows: string | null;
  readonly hasAttributes: boolean;
  /** By their names, which begin with a letter: timestamptz, on DuckDB milliseconds since 1970. */
  readonly moments: Readonly<Record<string, string>>;
  /** `user_id`, `name`, `at`, `properties`, and what `alongside` reads besides. */
  readonly events: string;
  /** Aggregates over all events `j` of a person, by the name of their column; NULL for who has none. Where there are none, only the
   * events that the facts look at are read. */
  readonly alongside: Readonly<Record<string, string>>;
}

/**
 * A query of people's facts at several moments that reads their events once: `user_id`, for each moment a column a fact under
 * {@link momentColumn}, and what is folded alongside. No fact sees an event after its moment; computed facts are missing.
 */
export function momentsSql(options: MomentsSqlOptions): string {
  const { dialect, catalogue, timeZone = 'UTC', facts, rows, hasAttributes, events, alongside } = options;
  const sql = FACT_DIALECTS[dialect];
  const names = withParts(facts, catalogue);
  const derived = derivedFacts(catalogue, timeZone);
  const [folds, followers, columns]: [string[], string[], string[]] = [[], [], []];
  const looked = new Set<string>();
  for (const [moment, now] of Object.entries(options.moments)) {
    const prefix = `${moment}_`;
    const measures = new EventMeasures(sql, {
      ...{ window: 'partition by e.user_id', now, nowOfGroup: now },
      ...{ until: now, prefix },
    });
    const measured = new Map<string, string>();
    for (const name of names) {
      const query = eventQueryOf(catalogue, name);
      if (query === null) continue;
      const column = `${prefix}a${String(measured.size)}`;
      folds.push(`${measures.measure(query)} as ${column}`);
      measured.set(name, `e.${column}`);
    }
    followers.push(...measures.followerColumns);
    for (const name of measures.names) looked.add(name);
    const found = new FactColumns({
      ...{ catalogue, derived, dialect: sql, measured, hasProfiles: hasAttributes },
      ...{ analyses: [], now },
    });
    columns.push(...facts.map((fact) => `${found.of(fact)} as ${momentColumn(fact, moment)}`));
  }
  for (const [name, fold] of Object.entries(alongside)) {
    folds.push(`${fold} as ${name}`);
    columns.push(`e.${name}`);
  }
  const isRead =
    Object.keys(alongside).length > 0 ? '' : ` where e.name in (${[...looked].map(sql.text).join(', ') || 'null'})`;
  const folded = `(
      select ${['j.user_id', ...folds].join(', ')}
      from (select ${['e.*', ...followers].join(', ')} from ${events} e${isRead}) j
      group by j.user_id) e`;
  if (rows === null) return `select ${['e.user_id', ...columns].join(', ')} from ${folded}`;
  return `
    select ${['r.user_id', ...columns].join(', ')}
    from ${rows} r
    ${hasAttributes ? 'cross join lateral (select r.attributes) p' : ''}
    left join ${folded} on e.user_id = r.user_id`;
}

/** The column of a fact at a moment that has a name: that comes first, for databases cut long names off at their end. */
export function momentColumn(fact: string, moment: string): string {
  return sqlName(`${moment} ${fact}`);
}
