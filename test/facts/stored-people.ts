import { type EntityManager } from 'typeorm';
import { type UserEvent } from '#strata/engine';
import { type Database } from '#strata/platform/database';

/** Somebody to be stored as the tables hold people. */
export interface Person {
  readonly userId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly UserEvent[];
}

/** Replaces everybody who is stored. */
export async function storeOnly(database: Database, people: readonly Person[]): Promise<void> {
  await database.transaction(async (manager) => {
    for (const table of ['events', 'profiles', 'consents', 'identities']) await manager.query(`delete from ${table}`);
    for (const person of people) await store(manager, person);
  });
}

async function store(manager: EntityManager, { userId, attributes, events }: Person): Promise<void> {
  await manager.query('insert into profiles (user_id, attributes) values ($1, $2)', [
    userId,
    JSON.stringify(attributes),
  ]);
  const rows = events.map(({ name, at, properties }, index) => ({
    user_id: userId,
    message_id: String(index),
    name,
    at: new Date(at).toISOString(),
    properties,
  }));
  await manager.query(
    `insert into events (user_id, message_id, name, at, properties)
     select user_id, message_id, name, at, properties
     from json_to_recordset($1) as e(user_id text, message_id text, name text, at timestamptz, properties jsonb)`,
    [JSON.stringify(rows)],
  );
}
