import { type FactCatalogue } from '#strata/engine';
import { withParts } from '#strata/engine/facts';
import { derivedFacts } from '#strata/engine/plan';
import { type SqlDialect, sqlName } from '#strata/kernel';
import { type FactDialect } from './dialects/dialect.js';
import { FACT_DIALECTS } from './dialects/dialects.js';
import { analysesOf, computedJoins } from './computed-sql.js';
import { EventMeasures } from './event-measures.js';
import { eventQueryOf, FactColumns } from './fact-columns.js';

/** Whose facts, when, and where they come from. Relations are names of tables or queries in parentheses. */
export interface FactsSqlOptions {
  readonly dialect: SqlDialect;
  readonly catalogue: FactCatalogue;
  /** The shop's, in which a date without a time is a day; UTC unless told. */
  readonly timeZone?: string;
  /** Names of the catalogue; others are left out. */
  readonly facts: readonly string[];
  /**
   * People and moments: `n` (a number, different in every row), `user_id` and `now` (timestamptz; on DuckDB milliseconds
   * since 1970 as BIGINT). All of them are people who are known: who has no event counts 0.
   */
  readonly rows: string;
  /**
   * The moment `now` of all rows, where they have one and each person one row: then events are folded by person, without being joined
   * with the rows first.
   */
  readonly at?: string;
  /** `user_id`, `name`, `at` (as `now`) and `properties` (jsonb; on DuckDB JSON). The table `events` unless told. */
  readonly events?: string;
  /**
   * `user_id` and `attributes` (jsonb; on DuckDB JSON); null where there are none, and 'in rows' where the rows have
   * `attributes` themselves, which saves a join. The table `profiles` unless told.
   */
  readonly profiles?: string | null;
  /**
   * `user_id`, `analysis`, `at` (as `now`) and `outputs` (jsonb; on DuckDB JSON); null where there are none. The view
   * `computed_facts` unless told.
   */
  readonly computed?: string | null;
}

/** The `rows` of {@link factsSql} for everybody who is known; `now` is SQL. */
export function everybodyAt(now: string): string {
  return `(select row_number() over () as n, user_id, ${now} as now from profiles)`;
}

/**
 * A query of many people's facts at moments of their own, for training sets, previews and campaigns: one row a row of
 * `rows`, in no order, with `_n`, `_user_id`, `_now` (names of facts begin with a letter) and a column a fact under its name; NULL
 * is no value. No fact sees an
 * event after its row's `now`. The values are those that a decision at that moment gathers, sums and means to within
 * rounding; attributes are those of the profile as it is, whatever `now` is.
 */
export function factsSql(options: FactsSqlOptions): string {
  const { dialect, catalogue, timeZone = 'UTC', facts, rows, at, events = 'events', profiles = 'profiles' } = options;
  const { computed = 'computed_facts' } = options;
  const names = withParts(facts, catalogue);
  const analyses = computed === null ? [] : analysesOf(names, catalogue);
  const sql = FACT_DIALECTS[dialect];
  const measures = new EventMeasures(
    sql,
    at === undefined
      ? { window: 'partition by r.n', now: 'j.now', nowOfGroup: 'max(j.now)' }
      : { window: 'partition by e.user_id', now: at, nowOfGroup: at },
  );
  const folds = names.flatMap((name) => {
    const query = eventQueryOf(catalogue, name);
    return query === null ? [] : [{ name, fold: measures.measure(query) }];
  });
  const columns = new FactColumns({
    catalogue,
    derived: derivedFacts(catalogue, timeZone),
    dialect: sql,
    measured: new Map(folds.map(({ name }, index) => [name, `e.a${String(index)}`])),
    hasProfiles: profiles !== null,
    analyses,
    now: 'r.now',
  });
  const wanted = names.filter((name) => facts.includes(name)).map((name) => `${columns.of(name)} as ${sqlName(name)}`);
  const folded = foldedSql(measures, { folds: folds.map(({ fold }) => fold), rows, at, events, sql });
  return [
    `select ${['r.n as _n', 'r.user_id as _user_id', 'r.now as _now', ...wanted].join(', ')}`,
    `from ${rows} r`,
    ...profileJoin(profiles),
    ...computedJoins(analyses, computed ?? '', sql),
    ...(measures.names.length === 0 ? [] : [`left join ${folded}`]),
  ].join('\n');
}

/** The measures of each row: a relation `e` and what it is joined by. */
function foldedSql(
  { names, followerColumns }: EventMeasures,
  {
    folds,
    rows,
    at,
    events,
    sql,
  }: {
    readonly folds: readonly string[];
    readonly rows: string;
    readonly at: string | undefined;
    readonly events: string;
    readonly sql: FactDialect;
  },
): string {
  const columns = folds.map((fold, index) => `${fold} as a${String(index)}`).join(', ');
  const read = ['e.name', 'e.at', 'e.properties', ...followerColumns].join(', ');
  const meant = `e.name in (${names.map(sql.text).join(', ')})`;
  if (at !== undefined) {
    return `(
    select j.user_id, ${columns}
    from (select e.user_id, ${read} from ${events} e where e.at <= ${at} and ${meant}) j
    group by j.user_id) e on e.user_id = r.user_id`;
  }
  return `(
    select j.n, ${columns}
    from (
      select r.n, r.now, ${read}
      from ${rows} r
      join ${events} e on e.user_id = r.user_id and e.at <= r.now and ${meant}
    ) j group by j.n) e on e.n = r.n`;
}

function profileJoin(profiles: string | null): readonly string[] {
  if (profiles === null) return [];
  if (profiles === 'in rows') return ['cross join lateral (select r.attributes) p'];
  return [`left join ${profiles} p on p.user_id = r.user_id`];
}
