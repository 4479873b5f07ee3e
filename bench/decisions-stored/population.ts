import { Client } from 'pg';
import { openDatabase } from '#strata/platform/database';

export interface Size {
  readonly users: number;
  readonly events: number;
}

/**
 * A database on the server with that many people and events, made once and kept for the next run: its name holds its
 * size. The events of a user lie scattered over the table, as they come in over the years.
 */
export async function storedPopulation(serverUrl: string, size: Size, home: string): Promise<string> {
  const name = `strata_stored_${String(size.users)}_${String(size.events)}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const exists = await withClient(serverUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
    return rowCount !== 0;
  });
  // Its migrations are brought up to date in any case.
  await (await openDatabase({ home, databaseUrl: url.href })).close();
  if (!exists) await fill(url.href, size);
  return url.href;
}

/** Fills the tables past everything that slows single rows down; the indexes are made at the end, as a restore does. */
async function fill(url: string, { users, events }: Size): Promise<void> {
  const started = performance.now();
  const now = new Date().toISOString();
  await withClient(url, async (client) => {
    await client.query('alter table events drop constraint events_pkey');
    await client.query('drop index events_by_name');
    await client.query(PEOPLE, [users]);
    await client.query(CONSENTS, [users, now]);
  });
  const half = Math.floor(events / 2);
  await Promise.all(
    [
      [1, half],
      [half + 1, events],
    ].map(([from, to]) => withClient(url, (client) => client.query(EVENTS, [from, to, users, now]))),
  );
  await withClient(url, async (client) => {
    await client.query(`set maintenance_work_mem = '512MB'`);
    await client.query('alter table events add primary key (user_id, message_id)');
    await client.query('create index events_by_name on events (user_id, name, at)');
  });
  await withClient(url, (client) => client.query('vacuum (analyze)'));
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stderr.write(`${String(users)} people and ${String(events)} events stored in ${String(seconds)} s\n`);
}

const PEOPLE = `
  insert into profiles (user_id, attributes)
  select 'user-' || i, jsonb_build_object(
    'city', (array['Shanghai', 'Hangzhou', 'Beijing', 'Shenzhen', 'Chengdu'])[1 + i % 5],
    'birthDate', (date '1950-01-01' + (i % 20000))::text,
    'membership', (array['basic', 'silver', 'gold'])[1 + i % 3],
    'newsletter', i % 2 = 0)
  from generate_series(1, $1::int) i`;

const CONSENTS = `
  insert into consents (user_id, purpose, granted, at, source)
  select 'user-' || i, 'marketing', i % 10 <> 0, $2::timestamptz - interval '100 days', 'import' from generate_series(1, $1::int) i`;

/** Eight kinds of events over 400 days, each of a user that a hash draws; orders have an amount. */
const EVENTS = `
  insert into events (user_id, message_id, name, at, received_at, properties)
  select 'user-' || 1 + (hashint8extended(i, 7) & 2147483647) % $3::int, 'm' || i, kind,
    $4::timestamptz - (hashint8extended(i, 8) & 1073741823) / 1073741824.0 * interval '400 days', $4,
    case kind
      when 'order_placed' then jsonb_build_object('amount', 10 + i % 190, 'coupon', i % 3 = 0, 'category', 'c' || i % 7)
      when 'cart_updated' then jsonb_build_object('amount', 10 + i % 190)
      else '{}' end
  from (select i, (array['order_placed', 'visited', 'visited', 'coupon_viewed', 'cart_updated', 'message_sent',
    'message_opened', 'registered'])[1 + i % 8] as kind from generate_series($1::bigint, $2::bigint) i) as drawn`;

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
