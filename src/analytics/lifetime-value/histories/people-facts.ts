import { type ReleaseDocuments } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { type EventHome, peopleSql, populationSql } from '../../sources/index.js';

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

/** What a person's fact is, by id; null is no value. */
export type StageOf = ReadonlyMap<string, string | null>;

/** Everybody's stage at a moment, by the fact that tells it. @param at milliseconds since 1970 */
export async function stagesAt(
  fact: string,
  { home, documents, at }: { readonly home: EventHome; readonly documents: ReleaseDocuments; readonly at: number },
): Promise<StageOf> {
  const asked = peopleSql({ segment: null, facts: [fact], until: at }, documents, home);
  const stages = new Map<string, string | null>();
  const sqlOf = (people: string): string =>
    `select _user_id as user_id, ${sqlName(fact)} as stage from ${asked(people)} people`;
  for await (const rows of home.inParts<{ readonly user_id: string; readonly stage: string | null }>(sqlOf)) {
    for (const { user_id: id, stage } of rows) stages.set(id, stage);
  }
  return stages;
}
