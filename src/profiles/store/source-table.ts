import { type EntityManager } from 'typeorm';
import { type ConsentWord, type IdentifyCall } from '../calls/index.js';
import { groupBy } from './group-by.js';
import { jsonText } from './json-text.js';
import { mergeTraits, type Traits, traitsAt, traitsFromJson, traitsToJson } from './traits.js';

/** What was said about one id; null where it was never suppressed. */
export interface Source {
  readonly id: string;
  readonly traits: Traits;
  readonly suppressed: boolean;
  readonly suppressedAt: Date | null;
}

/** Adds what these calls say to what was said about their ids before. */
export async function addTraits(manager: EntityManager, calls: readonly IdentifyCall[]): Promise<void> {
  const telling = calls.filter(({ traits }) => Object.keys(traits).length > 0);
  const said = groupBy(telling, ({ id }) => id);
  if (said.size === 0) return;
  const ids = [...said.keys()].sort();
  await manager.query('insert into profile_sources (id) select unnest($1::text[]) on conflict do nothing', [ids]);
  const rows: { id: string; traits: string }[] = await manager.query(
    'select id, traits from profile_sources where id = any($1) order by id for update',
    [ids],
  );
  const texts = rows.map(({ id, traits }) => {
    const added = (said.get(id) ?? []).map((call) => traitsAt(call.at, call.traits));
    return jsonText(traitsToJson(mergeTraits([traitsFromJson(traits), ...added])));
  });
  await manager.query(
    `update profile_sources set traits = changed.traits
     from unnest($1::text[], $2::text[]) as changed (id, traits) where profile_sources.id = changed.id`,
    [rows.map(({ id }) => id), texts],
  );
}

/** Remembers a suppression, or its end, unless a later word is known; of two at once the suppression wins. */
export async function addSuppression(
  manager: EntityManager,
  { id, suppressed, at }: { readonly id: string; readonly suppressed: boolean; readonly at: number },
): Promise<void> {
  await manager.query(
    `insert into profile_sources (id, suppressed, suppressed_at) values ($1, $2, $3)
     on conflict (id) do update set suppressed = excluded.suppressed, suppressed_at = excluded.suppressed_at
     where profile_sources.suppressed_at is null
       or (excluded.suppressed_at, excluded.suppressed) > (profile_sources.suppressed_at, profile_sources.suppressed)`,
    [id, suppressed, new Date(at).toISOString()],
  );
}

/** A word about a purpose, with whom and when. */
export interface DatedConsent extends ConsentWord {
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Adds words about consent to the history. */
export async function addConsents(manager: EntityManager, words: readonly DatedConsent[]): Promise<void> {
  if (words.length === 0) return;
  await manager.query(
    `insert into consent_history (id, purpose, granted, at, source)
     select * from unnest($1::text[], $2::text[], $3::boolean[], $4::timestamptz[], $5::text[])
     as said (id, purpose, granted, at, source) order by id, purpose, at, granted, source
     on conflict do nothing`,
    [
      words.map(({ id }) => id),
      words.map(({ purpose }) => purpose),
      words.map(({ granted }) => granted),
      words.map(({ at }) => new Date(at).toISOString()),
      words.map(({ source }) => source),
    ],
  );
}

/** What was said about all ids of these persons, by person. */
export async function sourcesOf(
  manager: EntityManager,
  persons: readonly string[],
): Promise<ReadonlyMap<string, readonly Source[]>> {
  const rows: { person: string; id: string; traits: string; suppressed: boolean; suppressed_at: Date | null }[] =
    await manager.query(
      `${IDS_OF_PERSONS}
       select ids.person, s.id, s.traits, s.suppressed, s.suppressed_at from ids join profile_sources s on s.id = ids.id`,
      [persons],
    );
  const sources = rows.map(({ person, id, traits, suppressed, suppressed_at }) => ({
    person,
    source: { id, traits: traitsFromJson(traits), suppressed, suppressedAt: suppressed_at },
  }));
  const groups = groupBy(sources, ({ person }) => person);
  return new Map([...groups].map(([person, found]) => [person, found.map(({ source }) => source)]));
}

/** `ids (person, id)`: all ids of the persons `$1`. */
export const IDS_OF_PERSONS = `
  with ids as (
    select person, person as id from unnest($1::text[]) as asked (person)
    where not exists (select from identities i where i.anonymous_id = person and i.user_id <> person)
    union
    select user_id, anonymous_id from identities where user_id = any($1))`;
