import { type EntityManager } from 'typeorm';
import { jsonText } from './json-text.js';
import { type TrackCall } from '../calls.js';

/** An event and the person whose it is. */
export interface OwnedEvent {
  readonly person: string;
  readonly call: TrackCall;
}

/**
 * Stores events but for those that are there already.
 *
 * They go in the order of their key, so that two processes that store the same ones wait in one direction only.
 *
 * @returns how many were new, by event name
 */
export async function insertEvents(
  manager: EntityManager,
  events: readonly OwnedEvent[],
): Promise<ReadonlyMap<string, number>> {
  if (events.length === 0) return new Map();
  const sorted = events.toSorted((a, b) => compare(a.person, b.person) || compare(a.call.messageId, b.call.messageId));
  const rows: { name: string; count: number }[] = await manager.query(
    `with stored as (
       insert into events (user_id, message_id, name, at, properties, anonymous_id)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::text[])
       on conflict do nothing
       returning name)
     select name, count(*) as count from stored group by name`,
    [
      sorted.map(({ person }) => person),
      sorted.map(({ call }) => call.messageId),
      sorted.map(({ call }) => call.name),
      sorted.map(({ call }) => new Date(call.at).toISOString()),
      sorted.map(({ call }) => jsonText(call.properties)),
      sorted.map(({ person, call }) => (call.id === person ? null : call.id)),
    ],
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** Gives the events that were sent under `id` from one person to another. */
export async function moveEvents(
  manager: EntityManager,
  { id, from, to }: { readonly id: string; readonly from: string; readonly to: string },
): Promise<void> {
  await manager.query(
    `with moved as (
       delete from events where user_id = $1 and coalesce(anonymous_id, user_id) = $2 returning *)
     insert into events (user_id, message_id, name, at, received_at, properties, anonymous_id)
     select $3::text, message_id, name, at, received_at, properties, nullif($2::text, $3::text) from moved
     on conflict do nothing`,
    [from, id, to],
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
