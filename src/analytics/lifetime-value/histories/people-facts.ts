import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { momentColumn, momentsSql } from '#strata/profiles/facts';
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

/** A person's stages, by id: at each moment that was asked for, null where there is none. */
export type StageOf = (person: string) => readonly [then: string | null, now: string | null];

/** Everybody's stages at two moments, by the fact that tells them. @param moments milliseconds since 1970, UTC */
export async function stagesAt(fact: string, { home, documents, moments }: PeopleMoments): Promise<StageOf> {
  const { dialect, profiles, events, people: known } = home;
  const [then, now] = [dialect.moment(moments.then), dialect.moment(moments.now)];
  const columns = { user_id: 'text', stage_then: 'text', stage_now: 'text' } as const;
  const sqlOf = (people: string): string => {
    const stages = momentsSql({
      dialect: dialect.name,
      catalogue: documents.facts,
      timeZone: timeZoneOf(documents),
      facts: [fact],
      rows: `(select * from ${profiles ?? known} p where ${people})`,
      hasAttributes: profiles !== null,
      moments: { then, now },
      events: `(select * from ${events} e where ${people})`,
      alongside: {},
    });
    return `select user_id, ${momentColumn(fact, 'then')} as stage_then, ${momentColumn(fact, 'now')} as stage_now
      from (${stages}) stages`;
  };
  const stages = new Map<string, readonly [string | null, string | null]>();
  for await (const { user_id: ids, stage_then: before, stage_now: after } of home.inColumns(sqlOf, columns)) {
    ids.forEach((id, row) => {
      stages.set(id as string, [before[row] as string | null, after[row] as string | null]);
    });
  }
  return (person) => stages.get(person) ?? [null, null];
}

interface PeopleMoments {
  readonly home: EventHome;
  readonly documents: ReleaseDocuments;
  readonly moments: { readonly then: number; readonly now: number };
}
