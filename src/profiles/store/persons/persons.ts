import { type EntityManager } from 'typeorm';

/** The person of an id. */
export interface KnownId {
  /** The id itself where it was never merged into another. */
  readonly person: string;
  readonly erased: boolean;
}

/** The hash of an id under which an erased person is remembered: SHA-256 over the installation's salt and the id. */
export const HASH_OF_ID = `encode(sha256((select salt from installation) || convert_to(asked.id, 'UTF8')), 'hex')`;

/** By what an erased person's id is known. */
export interface ErasedIds {
  /** In hexadecimal. */
  readonly salt: string;
  /** Of salt and id each: SHA-256, in hexadecimal. */
  readonly hashes: readonly string[];
}

/** Ids that were erased from a moment on. @param since as the database writes it */
export async function erasedSince(manager: EntityManager, since: string): Promise<ErasedIds> {
  const [installation] = await manager.query<{ salt: string }[]>(
    `select encode(salt, 'hex') as salt from installation`,
  );
  const rows = await manager.query<{ hash: string }[]>(
    'select identifier_hash as hash from tombstones where at >= $1::timestamptz',
    [since],
  );
  return { salt: installation?.salt ?? '', hashes: rows.map(({ hash }) => hash) };
}

/** Who these ids are, by id. */
export async function lookUp(manager: EntityManager, ids: Iterable<string>): Promise<Map<string, KnownId>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map();
  const rows: (KnownId & { id: string })[] = await manager.query(
    `select asked.id, coalesce(i.user_id, asked.id) as person, t.identifier_hash is not null as erased
     from unnest($1::text[]) as asked (id)
     left join identities i on i.anonymous_id = asked.id
     left join tombstones t on t.identifier_hash = ${HASH_OF_ID}`,
    [asked],
  );
  return new Map(rows.map(({ id, person, erased }) => [id, { person, erased }]));
}

/**
 * The user that each of these ids belongs to (itself where it was never merged), by id; ids of erased persons are left
 * out. One round trip.
 */
export async function resolvePersons(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = await lookUp(manager, ids);
  return new Map([...known].flatMap(([id, { person, erased }]) => (erased ? [] : [[id, person]])));
}

/** All ids of the persons of these ids, and these ids themselves, in order. */
export async function idsOfPersons(manager: EntityManager, ids: readonly string[]): Promise<readonly string[]> {
  const rows: { id: string }[] = await manager.query(
    `with persons as (
       select coalesce(i.user_id, asked.id) as person
       from unnest($1::text[]) as asked (id) left join identities i on i.anonymous_id = asked.id)
     select person as id from persons
     union select i.anonymous_id from identities i join persons on i.user_id = persons.person
     union select unnest($1::text[])`,
    [ids],
  );
  return rows.map(({ id }) => id).sort();
}

/** Which of these ids belong to people who are not to be contacted. */
export async function suppressedAmong(manager: EntityManager, ids: readonly string[]): Promise<readonly string[]> {
  const rows: { id: string }[] = await manager.query(
    `select asked.id from unnest($1::text[]) as asked (id)
     left join identities i on i.anonymous_id = asked.id
     join profiles p on p.user_id = coalesce(i.user_id, asked.id) and p.suppressed`,
    [ids],
  );
  return rows.map(({ id }) => id);
}
