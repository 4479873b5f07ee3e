import { type EntityManager } from 'typeorm';
import { jsonText } from './json-text.js';
import { IDS_OF_PERSONS, type Source, sourcesOf } from './source-table.js';
import { attributesOf, mergeTraits } from './traits.js';

/** Makes sure that each of these persons has a profile, however empty. */
export async function ensureProfiles(manager: EntityManager, persons: Iterable<string>): Promise<void> {
  const sorted = [...new Set(persons)].sort();
  if (sorted.length === 0) return;
  await manager.query('insert into profiles (user_id) select unnest($1::text[]) on conflict do nothing', [sorted]);
}

/**
 * Writes the profiles of these persons anew from everything that was said under their ids. The profiles must exist; they
 * are locked before the ids are read, so that of two transactions the later one sees what both have added. `now`, in
 * milliseconds since 1970, is when.
 */
export async function deriveProfiles(manager: EntityManager, persons: Iterable<string>, now: number): Promise<void> {
  const sorted = [...new Set(persons)].sort();
  if (sorted.length === 0) return;
  await manager.query('select from profiles where user_id = any($1) order by user_id for update', [sorted]);
  const sources = await sourcesOf(manager, sorted);
  const known = sorted.map((person) => sources.get(person) ?? []);
  await manager.query(
    `update profiles set attributes = now_known.attributes, suppressed = now_known.suppressed,
       suppressed_at = now_known.suppressed_at, updated_at = $5
     from unnest($1::text[], $2::jsonb[], $3::boolean[], $4::timestamptz[])
       as now_known (user_id, attributes, suppressed, suppressed_at)
     where profiles.user_id = now_known.user_id`,
    [
      sorted,
      known.map(attributesText),
      known.map((all) => all.some(isSuppressed)),
      known.map(suppressedAt),
      new Date(now).toISOString(),
    ],
  );
}

/** Writes the latest consents of these persons anew from the history. Their profiles must be locked. */
export async function deriveConsents(manager: EntityManager, persons: Iterable<string>): Promise<void> {
  const sorted = [...new Set(persons)].sort();
  if (sorted.length === 0) return;
  await manager.query('delete from consents where user_id = any($1)', [sorted]);
  // Of two words in the same millisecond the withdrawal wins.
  await manager.query(
    `${IDS_OF_PERSONS}
     insert into consents (user_id, purpose, granted, at, source)
     select distinct on (ids.person, h.purpose) ids.person, h.purpose, h.granted, h.at, h.source
     from ids join consent_history h on h.id = ids.id
     order by ids.person, h.purpose, h.at desc, h.granted, h.source`,
    [sorted],
  );
}

function attributesText(sources: readonly Source[]): string {
  return jsonText(attributesOf(mergeTraits(sources.map(({ traits }) => traits))));
}

function isSuppressed({ suppressed }: Source): boolean {
  return suppressed;
}

/** The latest word of those that hold: a suppression of any id suppresses the person. */
function suppressedAt(sources: readonly Source[]): string | null {
  const holding = sources.some(isSuppressed) ? sources.filter(isSuppressed) : sources;
  const times = holding.flatMap(({ suppressedAt: at }) => (at === null ? [] : [at.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}
