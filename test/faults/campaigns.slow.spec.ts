import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { type ServerProcess } from '../../bench/decisions/servers.js';
import { describeOn, type FreshConfig } from '../support/database.js';
import { kill, startRedis } from '../support/killing.js';
import { LEASE_SECONDS, processesOf } from '../support/killed-processes.js';

const PEOPLE = 60_000;
const KILLS = 10;
const FINISHED = { timeout: 240_000, interval: 300 };
const PATIENCE_MS = 480_000;

const facts = {
  orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'number of orders' },
};
const strategy = {
  id: 'gift',
  title: 'A gift',
  goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0.1 } },
  segment: { all: [{ fact: 'orders', operator: 'greaterThanInclusive', value: 1 }] },
  baseline: { title: 'Everybody', offer: 'gift' },
  offers: [
    {
      ...{ id: 'gift', title: 'A gift', faceValue: 5, redemptionRate: 1, contactCost: 1, stock: 100_000 },
      response: { rate: 0.5 },
    },
  ],
  limits: { budget: 1_000_000, perUser: { contacts: 1, within: 'P7D' } },
  experiment: { seed: 'gift', holdout: 0.1 },
};
const campaign = { id: 'gifts', title: 'Gifts', strategy: 'gift', audience: { files: 'people.csv', id: 'user' } };

let folder: string;
const closers: (() => Promise<unknown>)[] = [];
const { fresh, serve, work } = processesOf(() => ({ rules: join(folder, 'rules'), data: folder }), closers);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-campaigns-'));
  const rows = Array.from({ length: PEOPLE }, (_, n) => `u${String(n)},${String(n % 4)}`);
  writeFileSync(join(folder, 'people.csv'), ['user,orders', ...rows, ''].join('\n'));
  const rules = join(folder, 'rules');
  for (const kind of ['strategies', 'campaigns']) mkdirSync(join(rules, kind), { recursive: true });
  writeFileSync(join(rules, 'facts.json'), JSON.stringify({ facts }));
  writeFileSync(join(rules, 'strategies', 'gift.json'), JSON.stringify(strategy));
  writeFileSync(join(rules, 'campaigns', 'gifts.json'), JSON.stringify(campaign));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly error: object | null;
  readonly manifest: {
    readonly audience: { readonly hash: string };
    readonly booked: { readonly contacts: number; readonly heldOut: number };
  } | null;
}

describeOn('pglite', 'a server that dies while it runs a campaign', (home) => {
  it('goes on when it is started again, with the same audience', { timeout: PATIENCE_MS }, async () => {
    const undisturbed = await ran(await serve(await fresh(home)));
    const config = await fresh(home);
    const first = await serve(config);
    const run = await start(first);
    await expect.poll(async () => (await find(first, run)).progress, FINISHED).toBeGreaterThan(0.1);
    await kill(first.process);
    const second = await serve(config);
    await expect.poll(async () => (await find(second, run)).state, FINISHED).toBe('ready');
    expect((await find(second, run)).manifest).toMatchObject(same(undisturbed));
  });
});

describe.skipIf(process.env.TEST_REDIS_URL === undefined)('with Redis', () => {
  describeOn('postgres', 'workers that are killed at random moments', (home) => {
    it('end with the same audience, and contact nobody twice', { timeout: PATIENCE_MS }, async () => {
      const undisturbed = await ran(await serve(await fresh(home)));
      const redis = await startRedis(closers);
      const config = await fresh(home);
      const env = { REDIS_URL: redis.url };
      const server = await serve(config, env);
      const run = await start(server);
      const random = seededRandom(7);
      for (let killed = 0; killed < KILLS && (await find(server, run)).state !== 'ready'; killed++) {
        const worker = await work(config, env);
        await delay(LEASE_SECONDS * 1_000 + random.uniform() * 5_000);
        await kill(worker);
        if (killed === 2) await redis.restartEmpty();
        if (killed === 4) await breakConnections(config);
      }
      await work(config, env);
      await expect.poll(async () => (await find(server, run)).state, FINISHED).toBe('ready');
      const { manifest } = await find(server, run);
      expect(manifest).toMatchObject(same(undisturbed));
      const [counted] = await query(
        config,
        `select (select count(*)::int from contacts) as contacts, (select count(distinct user_id)::int from contacts) as people,
           (select issued::int from offer_counters where offer = 'gift') as issued`,
      );
      const contacts = undisturbed?.booked.contacts;
      expect(counted).toEqual({ contacts, people: contacts, issued: contacts });
    });
  });
});

/** What does not depend on when and how often it was run. */
function same(manifest: Run['manifest']): object {
  const { booked, audience } = manifest ?? {};
  return { booked, audience };
}

async function ran(server: ServerProcess): Promise<Run['manifest']> {
  const run = await start(server);
  await expect.poll(async () => (await find(server, run)).state, FINISHED).toBe('ready');
  return (await find(server, run)).manifest;
}

async function start({ url }: ServerProcess): Promise<Run> {
  const response = await fetch(`${url}/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ campaign: 'gifts' }),
  });
  expect(response.status).toBe(202);
  return (await response.json()) as Run;
}

/** How the run is; a server whose connections were just broken may need another try. */
async function find({ url }: ServerProcess, { id }: Pick<Run, 'id'>): Promise<Run> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}/v1/campaigns/${id}`);
    if (response.ok || attempt === 20) return (await response.json()) as Run;
    await delay(250);
  }
}

/** What a restart of PostgreSQL does to whoever is connected to it. */
async function breakConnections(config: FreshConfig): Promise<void> {
  await query(
    config,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

async function query({ databaseUrl }: FreshConfig, sql: string): Promise<readonly object[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}
