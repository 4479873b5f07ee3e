import { type EntityManager } from 'typeorm';
import { type Database } from '#strata/platform/database';
import { LEARNED_FROM, type SeenProperties, type ValueKind } from './event-schema.js';
import { type Issue, ISSUES, NOBODY } from './quality-counts.js';
import { dayOf, dayText, readSchemas } from './quality-table.js';

/** How often each thing happened. An event with two unknown properties counts twice there. */
type IssueCounts = Readonly<Record<(typeof ISSUES)[number], number>> & { readonly [NOBODY]?: number };

/** What came in and how good it was. */
export interface QualityReport {
  /** The first day that is counted, ISO 8601, UTC. */
  readonly from: string;
  /** The last one. */
  readonly to: string;
  /** By name; `…` holds all names beyond the most that are counted by themselves. */
  readonly events: readonly EventQuality[];
}

/** The events of one name. */
export interface EventQuality {
  readonly name: string;
  readonly counts: IssueCounts;
  /** The properties that were not as they were learned, the most frequent first. */
  readonly issues: readonly PropertyCount[];
  readonly days: readonly (IssueCounts & { readonly day: string })[];
  /** Null where no event of the name was looked at. */
  readonly schema: EventSchema | null;
}

/** How often a property was not as it was learned; of `rejected`, for which reason. */
interface PropertyCount {
  readonly issue: Issue;
  readonly property: string;
  readonly count: number;
  /** The first and the last day of the report on which it was so, ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** What events of a name look like. */
interface EventSchema {
  /** Events that it was learned from. */
  readonly learnedFrom: number;
  /** True while more events are needed; until then nothing is compared with it. */
  readonly learning: boolean;
  readonly properties: readonly {
    readonly name: string;
    readonly types: readonly ValueKind[];
    /** True where every event had it. */
    readonly required: boolean;
  }[];
}

/** Which days and events to report. */
export interface ReportQuery {
  /** Days up to `now`, the present one included. */
  readonly days: number;
  /** Only events of this name. */
  readonly event?: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** What was counted and learned; what is still in the memory of a server (two seconds of it) is not in it. */
export function qualityReport(database: Database, { days, event, now }: ReportQuery): Promise<QualityReport> {
  const from = dayText(dayOf(now) - days + 1);
  const to = dayText(dayOf(now));
  return database.run(async (manager) => {
    const rows = await countsOf(manager, { from, to, event });
    const schemas = await readSchemas(manager);
    const known = new Set([...rows.map(({ name }) => name), ...schemas.keys()]);
    const names = [...known].filter((name) => event === undefined || name === event).sort();
    return { from, to, events: names.map((name) => eventQuality(name, rows, schemas.get(name))) };
  });
}

/** Forgets what was learned about these events, or all; the next thousand teach anew. @returns the names */
export async function relearn(database: Database, event?: string): Promise<readonly string[]> {
  const [rows]: [{ name: string }[], number] = await database.run((manager) =>
    manager.query('delete from event_schemas where $1::text is null or name = $1 returning name', [event ?? null]),
  );
  return rows.map(({ name }) => name).sort();
}

interface Row {
  readonly day: string;
  readonly name: string;
  readonly issue: Issue;
  readonly property: string;
  readonly count: number;
}

async function countsOf(
  manager: EntityManager,
  { from, to, event }: { readonly from: string; readonly to: string; readonly event: string | undefined },
): Promise<readonly Row[]> {
  const rows: (Omit<Row, 'count'> & { count: string })[] = await manager.query(
    `select to_char(day, 'YYYY-MM-DD') as day, name, issue, property, count from data_quality_counters
     where day between $1 and $2 and ($3::text is null or name = $3) order by day, name, issue, property`,
    [from, to, event ?? null],
  );
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

function eventQuality(name: string, all: readonly Row[], seen: SeenProperties | undefined): EventQuality {
  const rows = all.filter((row) => row.name === name);
  const days = [...new Set(rows.map(({ day }) => day))];
  return {
    name,
    counts: sumsOf(rows),
    issues: issuesIn(rows),
    days: days.map((day) => ({ day, ...sumsOf(rows.filter((row) => row.day === day)) })),
    schema: seen === undefined ? null : schemaOf(seen),
  };
}

function sumsOf(rows: readonly Row[]): IssueCounts {
  const sum = (issue: Issue) => rows.reduce((total, row) => total + (row.issue === issue ? row.count : 0), 0);
  const nobody = sum(NOBODY);
  const counts = Object.fromEntries(ISSUES.map((issue) => [issue, sum(issue)])) as IssueCounts;
  return nobody === 0 ? counts : { ...counts, nobody };
}

function issuesIn(rows: readonly Row[]): EventQuality['issues'] {
  const sums = new Map<string, PropertyCount>();
  // The rows are in the order of their days.
  for (const { issue, property, count, day } of rows) {
    if (property === '') continue;
    const key = `${issue} ${property}`;
    const before = sums.get(key);
    sums.set(key, { issue, property, count: count + (before?.count ?? 0), first: before?.first ?? day, last: day });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count || (a.property < b.property ? -1 : 1));
}

function schemaOf({ events, properties }: SeenProperties): EventSchema {
  return {
    learnedFrom: events,
    learning: events < LEARNED_FROM,
    properties: [...properties].map(([name, { kinds, seen }]) => ({
      name,
      types: [...kinds].sort(),
      required: seen >= events,
    })),
  };
}
