import { type EntityManager } from 'typeorm';
import { type Properties } from '../../calls/index.js';
import { type Consent, type Profile } from './profile.js';

interface Row {
  readonly user_id: string;
  readonly attributes: Properties;
  readonly suppressed: boolean;
  readonly suppressed_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly other_ids: readonly string[] | null;
  readonly consents: readonly (Omit<Consent, 'at'> & { readonly at: string })[] | null;
}

/** The profile of the person of this id, or null. */
export async function findProfile(manager: EntityManager, id: string): Promise<Profile | null> {
  const rows: Row[] = await manager.query(
    `select p.*,
       (select array_agg(anonymous_id order by anonymous_id) from identities i
        where i.user_id = p.user_id and i.anonymous_id <> p.user_id) as other_ids,
       (select jsonb_agg(jsonb_build_object('purpose', purpose, 'granted', granted, 'at', at, 'source', source)
                         order by purpose) from consents c where c.user_id = p.user_id) as consents
     from profiles p where p.user_id = coalesce((select user_id from identities where anonymous_id = $1), $1)`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    userId: row.user_id,
    otherIds: row.other_ids ?? [],
    attributes: row.attributes,
    consents: (row.consents ?? []).map((consent) => ({ ...consent, at: new Date(consent.at).toISOString() })),
    suppressed: row.suppressed,
    suppressedAt: row.suppressed_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
