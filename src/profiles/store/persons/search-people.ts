import { type EntityManager } from 'typeorm';
import { type Properties } from '../../calls/index.js';

/** A person as a list shows it. */
export interface FoundPerson {
  readonly userId: string;
  readonly attributes: Properties;
  readonly suppressed: boolean;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** Which people are asked for. */
export interface PeopleSearch {
  /** How the person's id begins, or another id of the person in full; empty for everybody. */
  readonly search: string;
  /** The id that the page before ended with. */
  readonly after: string | null;
  readonly limit: number;
}

/**
 * The people whose ids begin so, and the one who has another id of exactly this name; ascending by code points. Reads as many rows
 * of an index as it answers.
 */
export async function searchPeople(
  manager: EntityManager,
  { search, after, limit }: PeopleSearch,
): Promise<readonly FoundPerson[]> {
  const rows: Row[] = await manager.query(
    `with also as (
       select user_id from identities
       where anonymous_id = $1 and not starts_with(user_id, $1) and ($2::text is null or user_id collate "C" > $2)),
     found as (
       select user_id from profiles
       where user_id collate "C" >= $1 and user_id collate "C" < $1 || ${LAST_CHARACTER}
         and ($2::text is null or user_id collate "C" > $2)
       order by user_id collate "C" limit $3)
     select p.user_id, p.attributes, p.suppressed, p.updated_at
     from (select user_id from also union all select user_id from found) f join profiles p using (user_id)
     order by f.user_id collate "C" limit $3`,
    [search, after, limit],
  );
  return rows.map(({ user_id, attributes, suppressed, updated_at }) => ({
    userId: user_id,
    attributes,
    suppressed,
    updatedAt: updated_at.toISOString(),
  }));
}

/** Behind every character that an id may have. */
const LAST_CHARACTER = `U&'\\+10FFFF'`;

interface Row {
  readonly user_id: string;
  readonly attributes: Properties;
  readonly suppressed: boolean;
  readonly updated_at: Date;
}
