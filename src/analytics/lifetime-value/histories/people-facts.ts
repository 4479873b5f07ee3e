import { type FactCatalogue, type ReleaseDocuments } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { factsSql } from '#strata/profiles/facts';
import { type EventHome, populationSql } from '../../sources/index.js';

/** The ids of a segment's people at a moment. @param at milliseconds since 1970 */
export async function populationAt(
  segment: string,
  { home, documents, at }: { readonly home: EventHome; readonly documents: ReleaseDocuments; readonly at: number },
): Promise<ReadonlySet<string>> {
  const meant = populationSql(segment, documents, home, at);
  const people = new Set<string>();
  for await (const rows of home.inParts<{ readonly user_id: string }>(
    (part) => `select user_id from ${meant(part)} meant`,
  )) {
    for (const { user_id: id } of rows) people.add(id);
  }
  return people;
}

/** The stages of people at two moments. */
export interface StagesReading {
  readonly home: EventHome;
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
  /** The fact that tells the stage. */
  readonly fact: string;
  /** Milliseconds since 1970. */
  readonly then: number;
  readonly now: number;
}

/** By person's id; null is no stage. */
export type StagesOf = ReadonlyMap<string, { readonly then: string | null; readonly now: string | null }>;

export async function stagesOf(reading: StagesReading, signal: AbortSignal): Promise<StagesOf> {
  const stages = new Map<string, { readonly then: string | null; readonly now: string | null }>();
  for await (const rows of reading.home.inParts<StageRow>((people) => stagesSql(reading, people))) {
    signal.throwIfAborted();
    for (const { user_id: id, before, after } of rows) stages.set(id, { then: before, now: after });
  }
  return stages;
}

interface StageRow {
  readonly user_id: string;
  readonly before: string | null;
  readonly after: string | null;
}

function stagesSql({ home, catalogue, timeZone, fact, then, now }: StagesReading, people: string): string {
  const { dialect, profiles } = home;
  const [before, after] = [dialect.moment(then), dialect.moment(now)];
  const attributes = profiles === null ? '' : ', attributes';
  const everybody = `(select user_id${attributes} from ${home.people} p where ${people})`;
  const rows = `(select row_number() over () as n, user_id${attributes}, now from (
    select user_id${attributes}, ${before} as now from ${everybody} b
    union all select user_id${attributes}, ${after} as now from ${everybody} a) asked)`;
  const facts = factsSql({
    dialect: dialect.name,
    catalogue,
    timeZone,
    facts: [fact],
    rows: 'asked',
    events: `(select user_id, name, "at", properties from ${home.events} e where ${people})`,
    profiles: profiles === null ? null : 'in rows',
    computed: null,
  });
  const stage = sqlName(fact);
  return `
    with asked as materialized ${rows}
    select user_id, max(case when now = ${before} then ${stage} end) as before,
      max(case when now = ${after} then ${stage} end) as after
    from (${facts}) facts group by user_id`;
}
