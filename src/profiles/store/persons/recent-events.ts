import { type EntityManager } from 'typeorm';
import { type Properties } from '../../calls/index.js';

/** Something that a person did. */
export interface RecentEvent {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly properties: Properties;
}

/** What the person of this id did last, under all of the person's ids; the latest first. */
export async function recentEvents(
  manager: EntityManager,
  { id, limit }: { readonly id: string; readonly limit: number },
): Promise<readonly RecentEvent[]> {
  const rows: (Omit<RecentEvent, 'at'> & { readonly at: Date })[] = await manager.query(
    `select name, at, properties from events
     where user_id = coalesce((select user_id from identities where anonymous_id = $1), $1)
     order by at desc, message_id desc limit $2`,
    [id, limit],
  );
  return rows.map(({ at, ...event }) => ({ ...event, at: at.toISOString() }));
}
