import { type Database } from '#strata/platform/database';
import { IDS_OF_PERSONS } from './source-table.js';

/**
 * When these attributes of these people were last said, by attribute and person: milliseconds since 1970. Who never said
 * one is absent. Attributes are kept as they are today, so this tells since when they are.
 */
export async function lastSaid(
  database: Database,
  { people, attributes }: { readonly people: readonly string[]; readonly attributes: readonly string[] },
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const rows = await database.run((manager) =>
    manager.query<{ person: string; attribute: string; at: number }[]>(
      `${IDS_OF_PERSONS}
       select ids.person, said.attribute, max(word.key::bigint) as at
       from ids join profile_sources s on s.id = ids.id
       cross join lateral jsonb_each(s.traits::jsonb) as word
       cross join lateral jsonb_object_keys(word.value) as said(attribute)
       where said.attribute = any($2::text[])
       group by 1, 2`,
      [people, attributes],
    ),
  );
  const found = new Map<string, Map<string, number>>(attributes.map((attribute) => [attribute, new Map()]));
  for (const { person, attribute, at } of rows) found.get(attribute)?.set(person, at);
  return found;
}
