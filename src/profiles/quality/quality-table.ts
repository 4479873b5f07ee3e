import { type EntityManager } from 'typeorm';
import { jsonText } from '../store/index.js';
import {
  addSeen,
  LEARNED_FROM,
  nothingSeen,
  seenFromJson,
  type SeenProperties,
  seenToJson,
  type StoredProperties,
} from './event-schema.js';
import { type Count } from './quality-counts.js';

const DAY_MS = 86_400_000;

/** `2026-11-22` for a number of days since 1970. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of a moment (milliseconds since 1970), in days since 1970, UTC. */
export function dayOf(moment: number): number {
  return Math.floor(moment / DAY_MS);
}

/** Adds these counts to those that are stored. */
export async function addCounts(manager: EntityManager, counts: readonly Count[]): Promise<void> {
  if (counts.length === 0) return;
  // In one order, so that two processes wait in one direction only.
  await manager.query(
    `insert into data_quality_counters (day, name, issue, property, count)
     select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::bigint[]) order by 1, 2, 3, 4
     on conflict (day, name, issue, property) do update set count = data_quality_counters.count + excluded.count`,
    [
      counts.map(({ day }) => dayText(day)),
      counts.map(({ name }) => name),
      counts.map(({ issue }) => issue),
      counts.map(({ property }) => property),
      counts.map(({ count }) => count),
    ],
  );
}

interface Row {
  readonly name: string;
  readonly learned_from: number;
  readonly properties: StoredProperties;
}

/** What was learned, by event name. */
export async function readSchemas(manager: EntityManager): Promise<Map<string, SeenProperties>> {
  const rows: Row[] = await manager.query('select name, learned_from, properties from event_schemas order by name');
  return new Map(rows.map((row) => [row.name, seenFromJson(row.learned_from, row.properties)]));
}

/**
 * Adds what was seen to what is stored, unless another process has learned enough meanwhile; `now` in milliseconds since
 * 1970.
 */
export async function addToSchemas(
  manager: EntityManager,
  seen: ReadonlyMap<string, SeenProperties>,
  now: number,
): Promise<void> {
  if (seen.size === 0) return;
  const names = [...seen.keys()].sort();
  await manager.query('insert into event_schemas (name) select unnest($1::text[]) on conflict do nothing', [names]);
  const rows: Row[] = await manager.query(
    'select name, learned_from, properties from event_schemas where name = any($1) order by name for update',
    [names],
  );
  const learned = rows.map(({ name, learned_from, properties }) => {
    const schema = seenFromJson(learned_from, properties);
    if (schema.events < LEARNED_FROM) addSeen(schema, seen.get(name) ?? nothingSeen());
    return { name, schema };
  });
  await manager.query(
    `update event_schemas set learned_from = now_known.events, properties = now_known.properties, updated_at = $4
     from unnest($1::text[], $2::int[], $3::jsonb[]) as now_known (name, events, properties)
     where event_schemas.name = now_known.name`,
    [
      learned.map(({ name }) => name),
      learned.map(({ schema }) => schema.events),
      learned.map(({ schema }) => jsonText(seenToJson(schema))),
      new Date(now).toISOString(),
    ],
  );
}
