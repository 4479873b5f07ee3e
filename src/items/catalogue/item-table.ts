import { type EntityManager } from 'typeorm';
import { type Item, type ItemValues } from './item-values.js';

/** How written facts join those that are stored: instead of them, or beside those of other names. */
export type Writing = 'replace' | 'merge';

/** What became of written items. */
export interface WrittenItems {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

const FACTS: Readonly<Record<Writing, string>> = {
  replace: 'excluded.facts',
  merge: `coalesce(c.facts, '{}') || excluded.facts`,
};

/** Items a statement. */
const AT_ONCE = 5_000;

/** Writes items; of one that is named twice the last counts. @param now milliseconds since 1970 */
export async function writeItems(
  manager: EntityManager,
  items: readonly Item[],
  { writing, now }: { readonly writing: Writing; readonly now: number },
): Promise<WrittenItems> {
  const last = [...new Map(items.map((item) => [item.id, item])).values()];
  let [added, changed] = [0, 0];
  for (let start = 0; start < last.length; start += AT_ONCE) {
    const some = last.slice(start, start + AT_ONCE);
    const [row] = await manager.query<[{ added: number; changed: number }]>(
      `with change as (update catalogue_version set version = version + 1 returning version),
       written as (
         insert into catalogue_items as c (id, facts, version, updated_at)
         select said.id, said.facts::jsonb, change.version, $3
         from unnest($1::text[], $2::text[]) as said (id, facts), change
         on conflict (id) do update set facts = ${FACTS[writing]}, version = excluded.version, updated_at = excluded.updated_at
         where c.facts is distinct from (${FACTS[writing]})
         returning (xmax = 0) as added)
       select (count(*) filter (where added))::integer as added, (count(*) filter (where not added))::integer as changed
       from written`,
      [some.map(({ id }) => id), some.map(({ facts }) => JSON.stringify(facts)), new Date(now).toISOString()],
    );
    added += row.added;
    changed += row.changed;
  }
  return { added, changed, unchanged: items.length - added - changed };
}

/** An item with the moment of its last change (ISO 8601, UTC). */
export interface StoredItem extends Item {
  readonly updatedAt: string;
}

/** Whether there was such an item. @param now milliseconds since 1970 */
export async function deleteItem(manager: EntityManager, id: string, now: number): Promise<boolean> {
  const [rows] = await manager.query<[unknown[]]>(
    `with change as (update catalogue_version set version = version + 1 returning version)
     update catalogue_items c set facts = null, version = change.version, updated_at = $2 from change
     where c.id = $1 and c.facts is not null returning c.id`,
    [id, new Date(now).toISOString()],
  );
  return rows.length > 0;
}

interface ItemRow {
  readonly id: string;
  readonly facts: ItemValues;
  readonly updated_at: Date;
}

/** The item of an id, or null. */
export async function findItem(manager: EntityManager, id: string): Promise<StoredItem | null> {
  const [row] = await manager.query<ItemRow[]>(
    'select id, facts, updated_at from catalogue_items where id = $1 and facts is not null',
    [id],
  );
  return row === undefined ? null : storedOf(row);
}

/** Items in the order of their ids. @param after the last one of the page before */
export async function listItems(
  manager: EntityManager,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly StoredItem[]> {
  const rows = await manager.query<ItemRow[]>(
    'select id, facts, updated_at from catalogue_items where id > $1 and facts is not null order by id limit $2',
    [after, limit],
  );
  return rows.map(storedOf);
}

function storedOf({ id, facts, updated_at: at }: ItemRow): StoredItem {
  return { id, facts, updatedAt: at.toISOString() };
}

/** What changed of the catalogue. */
export interface CatalogueChanges {
  readonly version: number;
  /** Null facts stand for an item that is gone. */
  readonly items: readonly { readonly id: string; readonly facts: ItemValues | null }[];
}

/** What changed since a version of the catalogue; 0 for all of it. */
export async function catalogueSince(manager: EntityManager, version: number): Promise<CatalogueChanges> {
  // Read first: what is committed in between is read again the next time.
  const [row] = await manager.query<[{ version: string }]>('select version from catalogue_version');
  const latest = Number(row.version);
  if (latest === version) return { version, items: [] };
  const items = await manager.query<{ id: string; facts: ItemValues | null }[]>(
    'select id, facts from catalogue_items where version > $1 order by id',
    [version],
  );
  return { version: latest, items };
}
