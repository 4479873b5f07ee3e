import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '#sdk';
import { type ServerProcess } from '../../bench/decisions/servers.js';
import { describeOn, type FreshConfig } from '../support/database.js';
import { LEASE_SECONDS, processesOf } from '../support/killed-processes.js';
import { kill, startRedis } from '../support/killing.js';
import { describeWithOwnPostgres, startPostgres } from '../support/own-postgres.js';

const PEOPLE = 40_000;
const KILLS = 10;
/** People in a request of the webhook, and what it takes to answer one. */
const [BATCH, ANSWER_MS] = [4_000, 150];
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
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const WEBHOOK = { GIFT_SECRET: SECRET, ALLOWED_ADDRESSES: '127.0.0.1' };

let folder: string;
let receiver: Server;
const received: { readonly id: string; readonly body: string }[] = [];
let undisturbed: Manifest;
const closers: (() => Promise<unknown>)[] = [];
const { fresh, serve, work } = processesOf(() => ({ rules: join(folder, 'rules'), data: folder }), closers);
beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ id: String(request.headers['webhook-id']), body: Buffer.concat(parts).toString() });
      setTimeout(() => response.writeHead(204).end(), ANSWER_MS);
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const webhook = { url: `http://127.0.0.1:${String(port)}/gifts`, secret: 'GIFT_SECRET', batch: BATCH };
  folder = mkdtempSync(join(tmpdir(), 'strata-campaigns-'));
  const rows = Array.from({ length: PEOPLE }, (_, n) => `u${String(n)},${String(n % 4)}`);
  writeFileSync(join(folder, 'people.csv'), ['user,orders', ...rows, ''].join('\n'));
  const rules = join(folder, 'rules');
  for (const kind of ['strategies', 'campaigns']) mkdirSync(join(rules, kind), { recursive: true });
  writeFileSync(join(rules, 'facts.json'), JSON.stringify({ facts }));
  writeFileSync(join(rules, 'strategies', 'gift.json'), JSON.stringify(strategy));
  writeFileSync(join(rules, 'campaigns', 'gifts.json'), JSON.stringify({ ...campaign, out: { webhook } }));
  undisturbed = await ran(await serve(await fresh('pglite'), WEBHOOK));
  await closeAll();
}, PATIENCE_MS);
afterEach(closeAll);
afterAll(() => {
  receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

type Manifest = Run['manifest'];

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

interface Contacted {
  readonly contacts: number;
  readonly people: number;
  readonly issued: number;
}

describeOn('pglite', 'a server that dies while it runs a campaign', (home) => {
  it('goes on when it is started again, with the same audience', { timeout: PATIENCE_MS }, async () => {
    const config = await fresh(home);
    const first = await serve(config, WEBHOOK);
    const run = await start(first);
    await expect.poll(async () => (await find(first, run)).progress, FINISHED).toBeGreaterThan(0.1);
    await kill(first.process);
    await expectDelivered(await serve(config, WEBHOOK), run);
  });
});

describeWithOwnPostgres('PostgreSQL', () => {
  it('that stops at once and comes back while a campaign runs changes nothing', { timeout: PATIENCE_MS }, async () => {
    const postgres = await startPostgres(closers);
    const config = { ...(await fresh('pglite')), databaseUrl: postgres.url };
    const server = await serve(config, WEBHOOK);
    const run = await start(server);
    for (const share of [0.1, 0.6]) {
      await expect.poll(async () => (await find(server, run)).progress, FINISHED).toBeGreaterThan(share);
      await postgres.restart();
    }
    await expectDelivered(server, run);
    await expectContactedOnce(config);
  });

  describe.skipIf(process.env.TEST_REDIS_URL === undefined)('with Redis', () => {
    it(
      'that restart, with workers killed at random moments, contact nobody twice',
      { timeout: PATIENCE_MS },
      async () => {
        const [redis, postgres] = [await startRedis(closers), await startPostgres(closers)];
        const config = { ...(await fresh('pglite')), databaseUrl: postgres.url };
        const env = { ...WEBHOOK, REDIS_URL: redis.url };
        const server = await serve(config, env);
        const run = await start(server);
        const random = seededRandom(7);
        for (let killed = 0; killed < KILLS && (await find(server, run)).state !== 'delivered'; killed++) {
          const worker = await work(config, env);
          await delay(LEASE_SECONDS * 1_000 + random.uniform() * 1_500);
          if (killed === 4) await postgres.restart();
          await kill(worker);
          if (killed === 2) await redis.restartEmpty();
        }
        await work(config, env);
        await expectDelivered(server, run);
        await expectContactedOnce(config);
      },
    );
  });
});

/** The run ends as if nothing had happened, and each batch was sent under one key with the same people. */
async function expectDelivered(server: ServerProcess, run: Run): Promise<void> {
  await expect.poll(async () => (await find(server, run)).state, FINISHED).toBe('delivered');
  expect((await find(server, run)).manifest).toMatchObject(same(undisturbed));
  const sent = received.filter(({ id }) => id.includes(run.id));
  const batches = new Map(sent.map(({ id, body }) => [id, body]));
  expect(sent.every(({ id, body }) => batches.get(id) === body)).toBe(true);
  const users = [...batches.values()].flatMap((body) =>
    (JSON.parse(body) as { readonly data: { readonly people: readonly { readonly user: string }[] } }).data.people.map(
      ({ user }) => user,
    ),
  );
  expect(batches.size).toBe(Math.ceil(users.length / BATCH));
  expect([users.length, new Set(users).size]).toEqual(Array(2).fill(undisturbed?.booked.contacts));
}

async function expectContactedOnce({ databaseUrl }: Pick<FreshConfig, 'databaseUrl'>): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Contacted>(
    `select (select count(*)::int from contacts) as contacts, (select count(distinct user_id)::int from contacts) as people,
       (select issued::int from offer_counters where offer = 'gift') as issued`,
  );
  await client.end();
  const contacts = undisturbed?.booked.contacts;
  expect(rows).toEqual([{ contacts, people: contacts, issued: contacts }]);
}

/** What does not depend on when and how often it was run. */
function same(manifest: Manifest): object {
  const { booked, audience } = manifest ?? {};
  return { booked, audience };
}

async function ran(server: ServerProcess): Promise<Manifest> {
  const run = await start(server);
  const isOver = async () => {
    expect((await find(server, run)).state).toBe('delivered');
  };
  await vi.waitFor(isOver, FINISHED);
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
