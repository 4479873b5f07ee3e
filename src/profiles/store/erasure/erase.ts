import { type EntityManager } from 'typeorm';
import { type PersonStore } from './person-store.js';
import { lockIds } from '../persons/locks.js';
import { HASH_OF_ID, idsOfPersons } from '../persons/persons.js';
import { assertCovered } from '../persons/retry.js';

/** What an erasure did. */
export interface Erased {
  /** The ids of the person, which must not be kept by whoever asked. */
  readonly ids: readonly string[];
  /** Rows that went, by the name of their store. */
  readonly rows: Readonly<Record<string, number>>;
  /** The tables that rows went from, by name. */
  readonly tables: readonly string[];
}

/** Deletes a person from every store and leaves a tombstone for each of the person's ids, inside a transaction. */
export async function erasePerson(
  manager: EntityManager,
  userId: string,
  { stores, also }: { readonly stores: readonly PersonStore[]; readonly also: ReadonlySet<string> },
): Promise<Erased> {
  const exclusive = new Set([...also, ...(await idsOfPersons(manager, [userId]))]);
  await lockIds(manager, { shared: [], exclusive });
  const ids = await idsOfPersons(manager, [userId]);
  assertCovered(ids, exclusive);
  const rows: Record<string, number> = {};
  for (const store of stores) rows[store.name] = await store.erase(manager, ids);
  await manager.query(
    `insert into tombstones (identifier_hash) select ${HASH_OF_ID} from unnest($1::text[]) as asked (id)
     on conflict do nothing`,
    [ids],
  );
  return { ids, rows, tables: await shrunkTables(manager) };
}

/** The tables that this transaction has deleted from. */
async function shrunkTables(manager: EntityManager): Promise<readonly string[]> {
  const rows: { name: string }[] = await manager.query(
    'select relid::regclass::text as name from pg_stat_xact_user_tables where n_tup_del > 0',
  );
  return rows.map(({ name }) => name);
}
