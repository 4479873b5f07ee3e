/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '#strata/platform/telemetry';
import { type Database, openDatabase } from '#strata/platform/database';
import { loadConfig } from '#strata/platform/config';
import { type RunningServer, startServer } from '../../src/server.js';
import { describeOnBothHomes, freshConfig, type FreshConfig } from '../support/database.js';

/** Ids and personal values that occur nowhere else, so that any trace of them is a leak. */
const USER = 'erika-7f3a91';
const ANONYMOUS = 'anon-7f3a92';
const FORMER = 'former-7f3a93';
const IDS = [ANONYMOUS, USER, FORMER].sort();
const PERSONAL = ['Mustermann-7f3a94', 'Heidestraße-7f3a95', 'erika-7f3a96@example.org', 'gift-7f3a97'];
/** Names that only this person's events have. */
const NAMES = ['wedding-7f3a98', 'ring-7f3a99'];
const TRACES = [...IDS, ...PERSONAL, ...NAMES];
/** The id that the row of every table gives the user beside the own ones. */
const SAMPLE_ID = 'sample-anonymous_id';
const OTHER = 'otto-1c2d3e';

describeOnBothHomes('privacy', (home) => {
  let fresh: FreshConfig;
  let server: RunningServer | undefined;
  const lines: string[] = [];
  beforeAll(async () => {
    fresh = await freshConfig(home);
  });
  afterAll(async () => {
    await server?.close();
    await fresh.dispose();
  });

  const start = async () => {
    const config = loadConfig({
      STRATA_HOME: fresh.home,
      DATABASE_URL: fresh.databaseUrl ?? '',
      PORT: '0',
      STRATA_AUTH: 'off',
      LOG_LEVEL: 'trace',
    });
    const destination = { write: (line: string) => void lines.push(line) };
    server = await startServer(config, createLogger(config, destination));
  };
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${server!.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, text: await response.text() };
  };
  const json = async (method: string, path: string, body?: unknown) =>
    JSON.parse((await call(method, path, body)).text);
  const inDatabase = async <T>(work: (manager: EntityManager, database: Database) => Promise<T>): Promise<T> => {
    const database = await openDatabase(fresh);
    try {
      return await database.run((manager) => work(manager, database));
    } finally {
      await database.close();
    }
  };

  const batch = (id: string, more: object = {}) => ({
    batch: [
      { type: 'track', anonymousId: ANONYMOUS, event: 'gift_viewed', properties: { gift: PERSONAL[3] }, ...more },
      { type: 'track', userId: FORMER, event: 'order_placed', properties: { street: PERSONAL[1] }, ...more },
      {
        type: 'identify',
        userId: id,
        anonymousId: ANONYMOUS,
        traits: { name: PERSONAL[0], email: PERSONAL[2], consent: { marketing: true } },
        context: { ip: '203.0.113.77', userAgent: 'Secret-Browser', page: { url: 'https://example.org/private' } },
        ...more,
      },
      { type: 'alias', userId: id, previousId: FORMER, ...more },
    ],
  });

  describe('of a person who is known', () => {
    beforeAll(async () => {
      await start();
      expect(await json('POST', '/v1/batch', batch(USER))).toMatchObject({ accepted: 4, rejected: [] });
      await call('POST', '/v1/track', { userId: USER, event: NAMES[0], properties: { [NAMES[1]!]: 1 } });
      await call('POST', '/v1/track', { userId: USER, event: 'order_placed', properties: { [NAMES[1]!]: 1 } });
      await call('POST', '/v1/identify', { userId: OTHER, traits: { city: 'Berlin' } });
      await call('POST', '/v1/track', { userId: OTHER, event: 'order_placed', properties: { amount: 5 } });
      await call('PUT', `/v1/users/${USER}/suppression`, { suppressed: true });
      await call('PUT', `/v1/users/${USER}/suppression`, { suppressed: false });
      await call('PUT', `/v1/users/${USER}/consents/analytics`, { granted: true, source: 'banner' });
      for (const id of [...IDS, OTHER]) {
        const facts = { daysSinceLastOrder: 212, orders: 5, couponOrders: 2, averageOrderValue: 120, city: 'Shanghai' };
        const decision = await call('POST', '/v1/decisions', { userId: id, facts, consent: ['marketing'] });
        expect(decision.status).toBe(200);
      }
    });

    it('the export holds everything that is kept', async () => {
      const { text } = await call('GET', `/v1/users/${USER}/export`);
      for (const trace of TRACES) expect(text).toContain(trace);
      expect(text).not.toContain(OTHER);
      const { profiles, decisions } = JSON.parse(text);
      expect(profiles[0]).toMatchObject({
        ids: IDS,
        events: { length: 4 },
        consentHistory: { length: 2 },
        merges: { length: 2 },
      });
      // Asked about by three ids: one offer, repeated twice.
      expect(decisions[0]).toMatchObject({
        decisions: { length: 1 },
        contacts: { length: 1 },
        repetitions: [{ times: 2 }],
      });
    });

    it('the context of a message (address, browser, page) is not kept', async () => {
      const { text } = await call('GET', `/v1/users/${USER}/export`);
      for (const trace of ['203.0.113.77', 'Secret-Browser', 'example.org/private']) expect(text).not.toContain(trace);
    });

    it('no log line quotes ids or values, also where a request is wrong', async () => {
      await call('POST', '/v1/track', { userId: USER, event: PERSONAL[0], properties: PERSONAL[1] });
      await call('POST', '/v1/decisions', { userId: USER, facts: { city: 5, [PERSONAL[0]!]: PERSONAL[1] } });
      await call('POST', '/v1/batch', { batch: [{ type: PERSONAL[0], userId: USER }] });
      await call('GET', `/v1/users/${USER}/${PERSONAL[3]!}`);
      await call('GET', `/v1/users/${encodeURIComponent(PERSONAL[2]!)}`);
      const { text } = await call('GET', '/metrics');
      expect(lines.length).toBeGreaterThan(0);
      for (const trace of TRACES) expect(lines.join('') + text).not.toContain(trace);
    });
  });

  describe('of a person who was erased', () => {
    let erased: { erased: Record<string, number> };
    beforeAll(async () => {
      await stop();
      await inDatabase(async (manager) => {
        await addRowToEveryTableWithUsers(manager, USER);
        await manager.query('analyze');
      });
      await start();
      erased = await json('DELETE', `/v1/users/${ANONYMOUS}`);
    });

    it('tells how much went from where, and nothing is left to find', async () => {
      expect(erased.erased.profiles).toBeGreaterThan(5);
      expect(erased.erased.decisions).toBeGreaterThan(2);
      for (const id of IDS) expect((await call('GET', `/v1/users/${id}`)).status).toBe(404);
      const { profiles, decisions } = await json('GET', `/v1/users/${USER}/export`);
      expect(profiles[0]).toMatchObject({ profiles: [], events: [], merges: [], consentHistory: [] });
      expect(decisions[0]).toEqual({ decisions: [], contacts: [], repetitions: [] });
    });

    it('later messages are refused under each of the ids, and counted', async () => {
      expect(await json('POST', '/v1/batch', batch(USER))).toMatchObject({ accepted: 0, refused: 4, rejected: [] });
      expect(await json('POST', '/v1/batch', batch('somebody-else'))).toMatchObject({ refused: 4 });
      expect((await call('PUT', `/v1/users/${USER}/consents/ads`, { granted: true, source: 'x' })).status).toBe(409);
      expect((await call('PUT', `/v1/users/${FORMER}/suppression`, { suppressed: true })).status).toBe(409);
      expect((await call('GET', '/metrics')).text).toMatch(/strata_tracking_messages_total\{result="refused"\} [1-9]/);
      expect((await call('GET', `/v1/users/${USER}`)).status).toBe(404);
    });

    it('a decision that is asked for afterwards is kept until the next erasure', async () => {
      await call('POST', '/v1/decisions', { userId: USER, facts: { city: 'Shanghai' } });
      expect((await json('GET', `/v1/users/${USER}/decisions`)).decisions).toHaveLength(1);
      expect(await json('DELETE', `/v1/users/${USER}`)).toMatchObject({ erased: { profiles: 0, decisions: 1 } });
      expect((await json('GET', `/v1/users/${USER}/decisions`)).decisions).toEqual([]);
    });

    it('others keep what is theirs', async () => {
      expect(await json('GET', `/v1/users/${OTHER}`)).toMatchObject({ attributes: { city: 'Berlin' } });
      expect((await json('GET', `/v1/users/${OTHER}/export`)).profiles[0].events).toHaveLength(1);
    });

    it('no table, no statistics and no file holds a trace, and the tombstones hold hashes', async () => {
      await stop();
      expect(tracesInFiles(fresh.home)).toEqual([]);
      await inDatabase(async (manager) => {
        expect(await tracesInTables(manager)).toEqual([]);
        const [installation] = await manager.query<{ salt: Uint8Array }[]>('select salt from installation');
        const stones = await manager.query<{ identifier_hash: string }[]>('select identifier_hash from tombstones');
        const hashOf = (id: string) => createHash('sha256').update(installation!.salt).update(id).digest('hex');
        expect(stones.map((stone) => stone.identifier_hash).sort()).toEqual([...IDS, SAMPLE_ID].map(hashOf).sort());
      });
      expect(tracesInFiles(fresh.home)).toEqual([]);
    });
  });
});

/** A row of this user in every table that has users, also in those that no test knows of yet. */
async function addRowToEveryTableWithUsers(manager: EntityManager, user: string): Promise<void> {
  const columns = await manager.query<{ table: string; column: string; type: string }[]>(`
    select c.table_name as table, c.column_name as column, c.data_type as type
    from information_schema.columns c
    where c.table_schema = current_schema() and c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO'
      and exists (select from information_schema.columns u
                  where u.table_schema = c.table_schema and u.table_name = c.table_name and u.column_name = 'user_id')
      and not exists (select from pg_inherits where inhrelid = c.table_name::regclass)`);
  const tables = new Set(columns.map(({ table }) => table));
  expect(tables.size).toBeGreaterThan(4);
  for (const table of tables) {
    const own = columns.filter((column) => column.table === table);
    const values = own.map(({ column, type }) => (column === 'user_id' ? user : sampleOf(column, type)));
    await manager.query(
      `insert into ${table} (${own.map(({ column }) => column).join(', ')})
       values (${own.map((_, index) => `$${String(index + 1)}`).join(', ')}) on conflict do nothing`,
      values,
    );
  }
}

function sampleOf(column: string, type: string): unknown {
  if (type.startsWith('timestamp')) return new Date();
  // Of the few that the exposures may have.
  if (column === 'role') return 'treated';
  if (type === 'boolean') return true;
  if (/int|numeric|double/.test(type)) return 1;
  if (type.startsWith('json')) return '{}';
  if (type === 'uuid') return '01a22ba2-30a2-70f0-a28a-e55489c450dd';
  return `sample-${column}`;
}

/** Every table of every schema, as text, with the traces that it holds. */
async function tracesInTables(manager: EntityManager): Promise<readonly string[]> {
  const tables = await manager.query<{ name: string }[]>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await manager.query<{ trace: string }[]>(
      `select trace from unnest($1::text[]) as trace where exists (select from ${name} as t where position(trace in t::text) > 0)`,
      [TRACES],
    );
    found.push(...rows.map(({ trace }) => `${name}: ${trace}`));
  }
  return found;
}

/** Every file of a folder that holds one of the traces in its bytes. */
function tracesInFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return TRACES.filter((trace) => bytes.includes(trace)).map((trace) => `${entry.name}: ${trace}`);
    });
}
