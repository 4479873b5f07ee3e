import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FactCatalogue, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { compileRelease, type CompiledRelease } from '#strata/engine/plan';
import { bookContacts } from '#strata/ledger/contacts';
import { PACKAGE_ROOT } from '#strata/platform';
import { type Database } from '#strata/platform/database';
import { type PluginHost } from '#strata/plugin-host';
import { seededRandom } from '#sdk';
import { writeEvents } from '#strata/simulator/files';
import { simulateShop, type SimulatedShop, TODAY } from '#strata/simulator/shop';
import { openMemory } from '#strata/tables';

/** The moment of all decisions: a Sunday morning. */
export const NOW = Date.parse(`${TODAY}T08:00:00Z`);
const DAY = 86_400_000;

/** The same strategy with a human rule beside the models, and with a trigger that all of them need. */
const STRATEGY: Strategy = {
  id: 'win-back',
  title: 'Win back',
  consent: 'marketing',
  segment: {
    all: [{ fact: 'daysSinceLastOrder', operator: 'greaterThanInclusive', value: 30 }, { condition: 'not-from-wuhan' }],
  },
  goal: {
    event: 'order_placed',
    value: 'amount',
    within: 'P14D',
    margin: 0.4,
    orderValue: { fact: 'averageOrderValue' },
    natural: { model: 'natural' },
  },
  predictive: {
    when: { all: [{ fact: 'score', params: { model: 'natural', as: 'rank' }, operator: 'lessThan', value: 0.8 }] },
    onFailure: 'baseline',
  },
  baseline: {
    title: 'Who looked at coupons',
    when: { all: [{ fact: 'couponViews', operator: 'greaterThanInclusive', value: 1 }] },
    offer: 'text',
  },
  offers: [
    {
      ...{
        id: 'text',
        title: 'By text message',
        channel: 'sms',
        faceValue: 10,
        redemptionRate: 0.8,
        contactCost: 0.08,
      },
      response: { model: 'coupon' },
    },
    {
      ...{ id: 'letter', title: 'By letter', channel: 'post', faceValue: 6, redemptionRate: 0.5, contactCost: 0.9 },
      response: { model: 'coupon' },
    },
    {
      ...{ id: 'mail', title: 'By mail', channel: 'mail', faceValue: 3, redemptionRate: 0.4, contactCost: 0.01 },
      when: { all: [{ fact: 'age', operator: 'lessThan', value: 45 }] },
      response: { rate: 0.2 },
    },
  ],
  limits: { perUser: { contacts: 1, within: 'P7D' } },
  experiment: { seed: 'agreement', holdout: 0.1, arms: { model: 0.6, baseline: 0.4 } },
};
const TRIGGERED: Strategy = {
  ...STRATEGY,
  id: 'triggered',
  trigger: {
    all: [
      { fact: 'events', params: { name: 'visited', within: 'P21D', ago: 'P2D' }, operator: 'greaterThanInclusive', value: 2 }, // prettier-ignore
    ],
  },
  experiment: { seed: 'triggered', holdout: 0.1 },
};
export const STRATEGIES = [STRATEGY, TRIGGERED] as const;

const FEATURES = ['orders', 'daysSinceLastOrder', 'spend90d', 'couponViews', 'city'];

/** A shop whose customers are stored, with what they consented to and were offered before. */
export interface AgreementShop {
  readonly release: CompiledRelease;
  readonly users: readonly string[];
  /** Of them, those to whom the contact policy leaves every channel. */
  readonly free: ReadonlySet<string>;
  readonly models: ReadonlyMap<string, { readonly version: number; readonly bytes: Uint8Array }>;
}

export async function openShop(database: Database, host: PluginHost, people: number): Promise<AgreementShop> {
  const shop = simulateShop({ users: people, seed: 11 });
  const users = await storeCustomers(database, shop);
  await storeStates(database, users);
  const free = new Set(users.filter((_, place) => isAwake(place) && !isTexted(place)));
  return { release: compileRelease(documents(), 'sha256:1'), users, free, models: await trainOn(host, shop) };
}

/** Where it is 16:00; elsewhere the shop's clock counts, by which no mail goes out yet. */
const isAwake = (place: number): boolean => place % 3 > 0;
/** Who had a text message of another strategy two days ago. */
const isTexted = (place: number): boolean => place % 7 === 4;

function documents(): ReleaseDocuments {
  const file = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'rules', 'facts.json'), 'utf8')) as { facts: FactCatalogue };
  return {
    facts: {
      ...file.facts,
      timeZone: { type: 'string', from: { profile: 'timeZone' }, words: 'time zone' },
    },
    segments: [
      {
        id: 'not-from-wuhan',
        title: 'Not from Wuhan',
        condition: { not: { fact: 'city', operator: 'equal', value: 'Wuhan' } },
      },
    ],
    models: ['natural', 'coupon'].map(modelOf),
    strategies: STRATEGIES,
    contactPolicy: {
      caps: [{ channel: 'sms', contacts: 1, within: 'P3D' }],
      quietHours: [{ channel: 'mail', from: '20:00', to: '08:30' }],
      timeZone: { fact: 'timeZone' },
    },
  };
}

function modelOf(id: string): ReleaseDocuments['models'][number] {
  const label = { event: 'order_placed', within: 'P14D' };
  const trained = { plugin: 'logistic-regression', task: 'binary', label, features: FEATURES } as const;
  return { id, title: id, treatment: id === 'natural' ? 'none' : 'any', ...trained };
}

async function storeCustomers(database: Database, shop: SimulatedShop): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'agreement-shop-'));
  const { connection, close } = await openMemory();
  try {
    const { profiles, events } = await writeEvents(shop, folder);
    const people = await rowsOf(connection, `read_csv('${profiles}', header = true, all_varchar = true)`);
    for (const some of parts(people)) {
      await database.run((manager) =>
        manager.query(
          `insert into profiles (user_id, attributes)
           select p->>'user_id', jsonb_strip_nulls(p - 'user_id') from jsonb_array_elements($1::jsonb) p`,
          [JSON.stringify(some)],
        ),
      );
    }
    const all = await rowsOf(connection, `read_csv('${events}', header = true, all_varchar = true)`);
    for (const [place, some] of parts(all).entries()) {
      await database.run((manager) =>
        manager.query(
          `insert into events (user_id, message_id, name, at, properties)
           select e->>'user_id', $2 || '-' || n, e->>'name', (e->>'at')::timestamptz, (e->>'properties')::jsonb
           from jsonb_array_elements($1::jsonb) with ordinality t (e, n)`,
          [JSON.stringify(some), String(place)],
        ),
      );
    }
    return people.map((person) => String(person['user_id']));
  } finally {
    close();
    await rm(folder, { recursive: true });
  }
}

type Connection = Awaited<ReturnType<typeof openMemory>>['connection'];

async function rowsOf(connection: Connection, relation: string): Promise<readonly Record<string, unknown>[]> {
  return (await connection.runAndReadAll(`select * from ${relation}`)).getRowObjectsJson();
}

function parts<T>(all: readonly T[]): readonly (readonly T[])[] {
  const size = 5_000;
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));
}

/** Consents given, taken back and never asked for; suppressed people; offers of these strategies and of others. */
async function storeStates(database: Database, users: readonly string[]): Promise<void> {
  const every = (step: number, first: number) => users.filter((_, place) => place % step === first);
  await database.transaction(async (manager) => {
    for (const [granted, some] of [
      [true, users.filter((_, place) => place % 10 > 1)],
      [false, every(10, 1)],
    ] as const) {
      await manager.query(
        `insert into consents (user_id, purpose, granted, at, source)
         select id, 'marketing', $2, $3, 'test' from unnest($1::text[]) asked (id)`,
        [some, granted, new Date().toISOString()],
      );
    }
    await manager.query('update profiles set suppressed = true where user_id = any($1)', [every(13, 5)]);
    const { policy } = compileRelease(documents(), 'sha256:1');
    const book = (strategy: string, ids: readonly string[], { channel, days }: { channel: string; days: number }) =>
      bookContacts(manager, {
        ...{ strategy, source: 'campaign/before', at: NOW - days * DAY, perUser: null, policy },
        people: ids.map((userId) => ({ userId, offer: 'text', channel, exposure: `${strategy} ${userId}` })),
      });
    await book('win-back', every(9, 2), { channel: 'mail', days: 3 });
    await book('triggered', every(11, 3), { channel: 'post', days: 8 });
    await book(
      'another',
      users.filter((_, place) => isTexted(place)),
      { channel: 'sms', days: 2 },
    );
    await manager.query(
      `update profiles set attributes = attributes || '{"timeZone": "Asia/Shanghai"}' where user_id = any($1)`,
      [users.filter((_, place) => isAwake(place))],
    );
  });
}

/** Trains the models of the strategies on the customers, as if they had answered at random. */
async function trainOn(host: PluginHost, { users: { facts, rows } }: SimulatedShop): Promise<AgreementShop['models']> {
  const columns = FEATURES.flatMap((name) => facts.filter((fact) => fact.name === name));
  const random = seededRandom(3);
  const orders = columns.find(({ name }) => name === 'orders');
  const ordersOf = (row: number): number => (orders?.type === 'number' ? (orders.values[row] ?? 0) : 0);
  const train = async (lift: number) => {
    const chance = (row: number): number => 1 / (1 + Math.exp(2.5 - lift - 0.2 * Math.min(10, ordersOf(row))));
    const label = Float64Array.from({ length: rows }, (_, row) => Number(random.uniform() < chance(row)));
    const { bytes } = await host.train({ plugin: 'logistic-regression', task: 'binary', columns, label, seed: 1 });
    return { version: 1, bytes };
  };
  return new Map([
    ['natural', await train(0)],
    ['coupon', await train(1.2)],
  ]);
}
