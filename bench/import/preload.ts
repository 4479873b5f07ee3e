import { Client } from 'pg';

/** So many connections fill the table. */
const CONNECTIONS = 2;
/** Users of one statement. */
const CHUNK = 10_000;

/**
 * Fills a migrated database with events by plain SQL: `events / users` of each user, over the year before November 2026,
 * and a profile for each. The indexes are made at the end, which takes a fraction of the time.
 */
export async function preload(url: string, { users, events }: { users: number; events: number }): Promise<void> {
  const client = await connect(url);
  await client.query('truncate events, profiles');
  const makeIndexes = await dropIndexes(client);
  await fill(url, users, Math.floor(events / users));
  await client.query("set maintenance_work_mem = '512MB'");
  for (const make of makeIndexes) await client.query(make);
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  await client.end();
}

/** Drops the indexes of the events. @returns the statements that make them again */
async function dropIndexes(client: Client): Promise<readonly string[]> {
  const { rows: keys } = await client.query<{ drop: string; make: string }>(
    `select format('alter table events drop constraint %I', conname) as drop,
       format('alter table events add constraint %I %s', conname, pg_get_constraintdef(oid)) as make
     from pg_constraint where conrelid = 'events'::regclass and contype = 'p'`,
  );
  const { rows: indexes } = await client.query<{ drop: string; make: string }>(
    `select format('drop index %I', indexname) as drop, replace(indexdef, ' ON ONLY ', ' ON ') as make from pg_indexes
     where tablename = 'events' and indexname not in (select conname from pg_constraint)`,
  );
  const all = [...keys, ...indexes];
  for (const { drop } of all) await client.query(drop);
  return all.map(({ make }) => make);
}

async function fill(url: string, users: number, each: number): Promise<void> {
  const starts = Array.from({ length: Math.ceil(users / CHUNK) }, (_, index) => index * CHUNK);
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const client = await connect(url);
      await client.query('set synchronous_commit = off');
      for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
        const end = Math.min(users, start + CHUNK) - 1;
        await client.query(INSERT_PROFILES, [start, end]);
        await client.query(INSERT_EVENTS, [start, end, each]);
      }
      await client.end();
    }),
  );
}

const INSERT_PROFILES = `insert into profiles (user_id) select 'u-' || n from generate_series($1::int, $2::int) n`;

const INSERT_EVENTS = `
  insert into events (user_id, message_id, name, at, properties)
  select 'u-' || n, 'p-' || n || '-' || k,
    (array['order_placed', 'coupon_viewed', 'cart_updated', 'page_viewed'])[1 + (n + k) % 4],
    timestamptz '2026-11-01T00:00:00Z' - make_interval(secs => (n::bigint * 7919 + k * 1234567) % 31536000),
    jsonb_build_object('amount', (n + k) % 20000 / 100.0, 'sku', 'sku-' || (n * 31 + k) % 500)
  from generate_series($1::int, $2::int) n cross join generate_series(1, $3::int) k`;

/** Events in the table. */
export async function countEvents(url: string): Promise<number> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<{ count: string }>('select count(*) as count from events');
    return Number(rows[0]!.count);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
