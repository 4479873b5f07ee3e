import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Decision } from '#strata/engine';
import { type RecommendedList } from '#strata/analytics/recommending';
import { describeOnBothHomes } from '../support/database.js';
import { strata } from '../support/strata.js';
import { openDatabase } from '#strata/platform/database';
import { startTestServer, type TestServer } from './server.js';

const DAY = 86_400_000;

/** Two tastes: who buys tea buys more tea; one shelf each, and a kettle that nobody bought yet. */
const SHELVES = {
  tea: ['green', 'black', 'white', 'oolong'],
  coffee: ['espresso', 'filter', 'decaf', 'mocha'],
} as const;
const ITEMS = [
  ...Object.entries(SHELVES).flatMap(([category, ids]) =>
    ids.map((id, place) => ({ id, facts: { title: `${id} ${category}`, category, price: 5 + place, stock: 9 } })),
  ),
  { id: 'kettle', facts: { title: 'a kettle', category: 'tea', price: 40, stock: 1 } },
];

const nextCup = {
  ...{ id: 'next-cup', title: 'The next cup', segment: { all: [] } },
  goal: { event: 'order_placed', within: 'P7D', margin: 0.5, orderValue: 10, natural: { rate: 0.05 } },
  baseline: { title: 'Everybody', offer: 'letter' },
  offers: [
    {
      ...{ id: 'letter', title: 'A letter', faceValue: 0, redemptionRate: 0, contactCost: 0.01, channel: 'email' },
      response: { rate: 0.2 },
      content: { headline: 'For you', recommend: { model: 'goods', items: 2 } },
    },
  ],
};
const joined = {
  fact: 'events',
  params: { name: 'joined', within: 'P1D' },
  operator: 'greaterThanInclusive',
  value: 1,
};

const documents = {
  facts: { city: { type: 'string', from: { profile: 'city' }, words: 'city' } },
  itemFacts: {
    facts: {
      title: { type: 'string', words: 'title' },
      category: { type: 'string', words: 'category' },
      price: { type: 'number', unit: 'money', words: 'price' },
      stock: { type: 'number', words: 'pieces in stock' },
    },
    title: 'title',
    category: 'category',
    available: { not: { fact: 'stock', operator: 'lessThanInclusive', value: 0 } },
  },
  segments: [{ id: 'berlin', title: 'In Berlin', condition: { fact: 'city', operator: 'equal', value: 'Berlin' } }],
  models: [],
  strategies: [
    nextCup,
    { ...nextCup, id: 'berlin-cup', segment: 'berlin' },
    { ...nextCup, id: 'first-cup', title: 'The first cup', trigger: joined },
  ],
  campaigns: [
    { id: 'letters', title: 'Letters', strategy: 'next-cup', audience: { stored: true }, out: { format: 'csv' } },
    { id: 'welcome', title: 'Welcome', strategy: 'first-cup', audience: { stored: true }, schedule: { every: 'PT1H' } },
  ],
  analyses: [
    {
      ...{ id: 'goods', title: 'What else', kind: 'recommendations', plugin: 'item-knn' },
      interactions: [{ event: 'item_bought', item: 'sku' }],
    },
  ],
};

const SECRET = 'TEST_OF_ITEMS_SECRET';

describeOnBothHomes('recommendations', (home) => {
  let server: TestServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recommendations-'));
    server = await startTestServer(home, { ALLOWED_ADDRESSES: '127.0.0.1', DATA_DIR: folder });
    const pushed = await server.call('POST', '/v1/releases', documents);
    expect(pushed.json).toMatchObject({ release: { hash: expect.any(String) as unknown } });
    await server.follows((pushed.json as { release: { hash: string } }).release.hash);
    const written = await server.call('POST', '/v1/items/batch', { items: ITEMS });
    expect(written.json).toEqual({ added: ITEMS.length, changed: 0, unchanged: 0 });
    await server.call('POST', '/v1/batch', { batch: purchases(Date.now()) });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  afterAll(async () => {
    await server.dispose();
    await rm(folder, { recursive: true });
  });

  const ask = async (body: object): Promise<RecommendedList> => {
    const answer = await server.call('POST', '/v1/recommendations', body);
    expect(answer.status, answer.text).toBe(200);
    return answer.json as RecommendedList;
  };
  const idsFor = async (body: object) => (await ask(body)).items.map(({ id }) => id);
  const learn = async (analysis: string): Promise<unknown> => {
    const run = (await server.call('POST', `/v1/analyses/${analysis}/run`, {})).json as { id: string };
    await server.call('GET', `/v1/analyses/${analysis}/runs/${run.id}/events`);
    return (await server.call('GET', `/v1/analyses/${analysis}/runs/${run.id}`)).json;
  };
  const campaign = async (document: object): Promise<string> => {
    const asked = { document: { strategy: 'next-cup', audience: { stored: true }, ...document } };
    const run = (await server.call('POST', '/v1/campaigns', asked)).json as { id: string };
    await server.call('GET', `/v1/campaigns/${run.id}/events`);
    const ended = (await server.call('GET', `/v1/campaigns/${run.id}`)).json as { state: string };
    expect(ended).toMatchObject({ state: 'delivered', error: null });
    return run.id;
  };
  const decide = async (userId: string): Promise<Decision> =>
    (await server.call('POST', '/v1/decisions', { userId })).json as Decision;
  const cli = (...argv: string[]) => {
    vi.stubEnv('STRATA_HOME', server.config.home);
    vi.stubEnv('DATABASE_URL', server.config.databaseUrl ?? '');
    vi.stubEnv('DATA_DIR', folder);
    return strata(...argv);
  };

  it('are what is popular in a decision before anything was learned, which says so and is replayed equal', async () => {
    expect((await server.call('POST', '/v1/recommendations', { userId: 'tea-0' })).status).toBe(404);
    const decision = await decide('early');
    expect(decision.offer?.content).toMatchObject({
      headline: 'For you',
      recommend: { model: 'goods', version: null, fallback: 'popular' },
    });
    const replay = await server.call('GET', `/v1/decisions/${decision.id}/replay`);
    expect(replay.json).toMatchObject({ equal: true });
  });

  it('know a taste, leave out what was bought, and say because of what', async () => {
    expect(await learn('goods')).toMatchObject({ state: 'succeeded', error: null });
    const list = await ask({ userId: 'tea-0', items: 1 });
    expect(list).toMatchObject({ model: 'goods', version: 1, fallback: null });
    expect(list.items.map(({ by }) => by)).toEqual(['model']);
    for (const { id, words } of list.items) {
      expect(SHELVES.tea).toContain(id);
      expect(words).toMatch(/^because of .* tea/);
    }
    const asked = { userId: 'tea-0', items: 1 };
    const chinese = await server.call('POST', '/v1/recommendations', asked, { 'accept-language': 'zh-CN' });
    expect(chinese.headers.get('content-language')).toBe('zh');
    expect((chinese.json as RecommendedList).items[0]?.words).toMatch(/^因为 .* tea/);
    const again = await idsFor({ userId: 'tea-0', items: 9, bought: true });
    const without = await idsFor({ userId: 'tea-0', items: 9 });
    expect(again.length).toBeGreaterThan(without.length);
    await server.call('POST', '/v1/alias', { previousId: 'tea-before', userId: 'tea-0' });
    expect(await idsFor({ userId: 'tea-before', items: 1 })).toEqual(list.items.map(({ id }) => id));
  });

  it('answer who is new, by what is popular, and by what a request tells', async () => {
    const stranger = await ask({ userId: 'nobody-yet', items: 3 });
    expect(new Set(stranger.items.map(({ words }) => words))).toEqual(new Set(['popular with others']));
    expect(stranger.items.map(({ by }) => by)).toEqual(['popularity', 'popularity', 'popularity']);
    const [first] = await idsFor({ userId: 'nobody-yet', history: ['espresso', 'filter'], items: 1 });
    expect(SHELVES.coffee).toContain(first);
  });

  it('keep to conditions over items, to what is in stock, and to so many of a category', async () => {
    const where = { all: [{ fact: 'price', operator: 'greaterThan', value: 6.5 }] };
    for (const id of await idsFor({ userId: 'tea-0', items: 9, bought: true, where })) {
      expect(ITEMS.find((item) => item.id === id)!.facts.price).toBeGreaterThan(6.5);
    }
    const list = await idsFor({ userId: 'tea-0', items: 4, bought: true, perCategory: 2 });
    expect(list.filter((id) => (SHELVES.tea as readonly string[]).includes(id))).toHaveLength(2);
    // Tea comes first for who drinks tea, unless the list is to be diverse.
    const shelves = async (diversity: number) =>
      (await idsFor({ userId: 'tea-0', items: 4, bought: true, diversity })).map((id) =>
        /^(?:green|black|white|oolong)$/.test(id),
      );
    expect(await shelves(0)).toEqual([true, true, true, true]);
    expect(await shelves(1)).toEqual([true, false, expect.any(Boolean), expect.any(Boolean)]);
    const diverse = await server.call('POST', '/v1/recommendations', { userId: 'tea-0', diversity: 2 });
    expect([diverse.status, diverse.json]).toMatchObject([422, { problems: [{ pointer: '/diversity' }] }]);
    await server.call('POST', '/v1/items/batch', { items: [{ id: 'oolong', facts: { stock: 0 } }], merge: true });
    await vi.waitFor(
      async () => {
        expect(await idsFor({ userId: 'tea-0', items: 9, bought: true })).not.toContain('oolong');
      },
      { timeout: 20_000, interval: 200 },
    );
    const wrong = { all: [{ fact: 'prise', operator: 'greaterThan', value: 1 }] };
    const refused = await server.call('POST', '/v1/recommendations', { userId: 'tea-0', where: wrong });
    expect([refused.status, refused.json]).toMatchObject([422, { problems: [{ nearest: 'price' }] }]);
    const unknown = await server.call('POST', '/v1/recommendations', { userId: 'tea-0', model: 'good' });
    expect([unknown.status, unknown.json]).toMatchObject([404, { problems: [{ nearest: 'goods' }] }]);
  });

  it('find similar items, also of one that came later, and order given ones for a person', async () => {
    const [similar] = await idsFor({ similarTo: 'filter', items: 1 });
    expect(SHELVES.coffee).toContain(similar);
    await server.call('PUT', '/v1/items/cold-brew', { facts: { title: 'cold brew', category: 'coffee', stock: 3 } });
    await vi.waitFor(
      async () => {
        const { items, fallback } = await ask({ similarTo: 'cold-brew', items: 2 });
        expect(fallback).toBe('popular');
        for (const { id } of items) expect(SHELVES.coffee).toContain(id);
      },
      { timeout: 20_000, interval: 200 },
    );
    const ordered = await idsFor({ userId: 'coffee-0', order: ['green', 'cold-brew', 'mocha', 'black'] });
    expect([ordered[0], ordered.at(-1), ordered.length]).toEqual(['mocha', 'cold-brew', 4]);
  });

  it('are in a decision and in a campaign the same, and in its list as a column', async () => {
    const decisions = new Map<string, string[]>();
    for (const user of ['tea-0', 'coffee-0']) {
      const decision = await decide(user);
      const { recommend } = decision.offer!.content as { recommend: { items: { id: string }[]; fallback: null } };
      expect(recommend.fallback).toBeNull();
      decisions.set(
        user,
        recommend.items.map(({ id }) => id),
      );
      const replay = await server.call('GET', `/v1/decisions/${decision.id}/replay`);
      expect(replay.json).toMatchObject({ equal: true });
    }
    const run = (await server.call('POST', '/v1/campaigns', { campaign: 'letters' })).json as { id: string };
    await server.call('GET', `/v1/campaigns/${run.id}/events`);
    const { text } = await server.call('GET', `/v1/campaigns/${run.id}/audience?format=ndjson`);
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { user: string; items: string });
    expect(rows.length).toBeGreaterThan(10);
    for (const [user, ids] of decisions) {
      const row = rows.find((each) => each.user === user);
      expect(row === undefined ? ids : JSON.parse(row.items)).toEqual(ids);
    }
    expect(rows.filter(({ items }) => (JSON.parse(items) as string[]).length === 2)).toHaveLength(rows.length);
  });

  it('find the people for an item, as an audience that a campaign takes', async () => {
    const out = join(folder, 'audience.csv');
    const { code, err } = await cli('recommend', '--people', 'mocha', '--most', '5', '--out', out);
    expect([code, err]).toMatchObject([0, expect.any(String)]);
    const [head, ...lines] = (await readFile(out, 'utf8')).trim().split('\n');
    expect(head).toBe('user_id,score,item');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^coffee-\d+,[\d.e-]+,mocha$/);
    const wrong = await cli('recommend', '--people', 'moca', '--out', out);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('mocha')]);
    const list = join(folder, 'list.csv');
    const ran = await cli('campaign', 'run', 'next-cup', '--audience', out, '--id', 'user_id', '--out', list);
    expect([ran.code, ran.err]).toEqual([0, expect.any(String)]);
    const [columns, ...people] = (await readFile(list, 'utf8')).trim().split('\n');
    expect(columns).toMatch(/,items$/);
    const asked = lines.map((line) => line.split(',')[0]);
    // What the file does not tell of them is read of the store.
    const drinkers = join(folder, 'drinkers.csv');
    await writeFile(drinkers, `user_id\n${[...asked, 'tea-1', 'tea-2', 'nobody-stored', 'tea-2'].join('\n')}\n`);
    const among = ['--audience', 'stored', '--among', drinkers, '--out', list];
    const cups = await cli('campaign', 'run', 'berlin-cup', ...among);
    expect([cups.code, cups.err]).toEqual([0, expect.any(String)]);
    expect(cups.out).toContain('1 person whom the files name is not stored');
    const berlin = (await readFile(list, 'utf8')).trim().split('\n').slice(1);
    expect(berlin.map((line) => line.split(',')[0]).sort()).toEqual(['tea-1', 'tea-2']);
    const lost = await cli('campaign', 'run', 'berlin-cup', '--audience', drinkers, '--among', drinkers);
    expect([lost.code, lost.err]).toEqual([2, expect.stringContaining('--audience stored --among FILE')]);
    await rm(list);
    for (const line of people) {
      expect(asked).toContain(line.split(',')[0]);
      expect(line).toMatch(/"\[""[a-z]+"",""[a-z]+""\]"$/);
    }
    expect(people).toHaveLength(asked.length);
  });

  it('find the same people by HTTP, at most so many, for an item or a category', async () => {
    const seek = async (body: object) => {
      const answer = await server.call('POST', '/v1/recommendations/people', body);
      return {
        status: answer.status,
        json: answer.json as { people: { userId: string; item: string }[]; problems: object[] },
      };
    };
    const { status, json } = await seek({ item: 'mocha', people: 5 });
    expect([status, json]).toMatchObject([200, { model: 'goods' }]);
    const lines = (await readFile(join(folder, 'audience.csv'), 'utf8')).trim().split('\n').slice(1);
    expect(json.people.map(({ userId }) => userId)).toEqual(lines.map((line) => line.split(',')[0]));
    expect((await seek({ item: 'mocha', people: 2 })).json.people).toEqual(json.people.slice(0, 2));
    expect(await seek({ item: 'moca' })).toMatchObject({ status: 404, json: { problems: [{ nearest: 'mocha' }] } });
    for (const wrong of [{}, { item: 'mocha', category: 'coffee' }, { item: 'mocha', people: 1001 }]) {
      expect((await seek(wrong)).status).toBe(422);
    }
  });

  it('are in a table, in the batches of a webhook, and in the decisions of a rolling campaign', async () => {
    vi.stubEnv(SECRET, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const expected = await idsFor({ userId: 'coffee-1', items: 2 });
    await campaign({ id: 'tabled', title: 'Tabled', out: { table: 'cups' } });
    const database = await openDatabase(server.config, { guest: true });
    const rows = await database.run((manager) =>
      manager.query<{ items: string }[]>(`select items from cups where "user" = 'coffee-1'`),
    );
    await database.close();
    expect(rows.map(({ items }) => JSON.parse(items) as unknown)).toEqual([expected]);
    const batches: {
      readonly data: { readonly people: readonly { readonly user: string; readonly items: readonly string[] }[] };
    }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        batches.push(JSON.parse(body) as (typeof batches)[number]);
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/cups`;
      await campaign({ id: 'posted', title: 'Posted', out: { webhook: { url, secret: SECRET } } });
    } finally {
      await new Promise((resolve) => receiver.close(resolve));
    }
    const people = batches.flatMap(({ data }) => data.people);
    expect(people.find(({ user }) => user === 'coffee-1')?.items).toEqual(expected);
    await server.call('POST', '/v1/track', { userId: 'coffee-1', event: 'joined' });
    await vi.waitFor(
      async () => {
        await server.call('POST', '/v1/rolling-campaigns/welcome/turns');
        const listed = (await server.call('GET', '/v1/rolling-campaigns/welcome/contacts')).json as {
          contacts: readonly { user: string; decision: string }[];
        };
        const contact = listed.contacts.find(({ user }) => user === 'coffee-1');
        const { json } = (await server.call('GET', `/v1/decisions/${contact!.decision}`)) as { json: Decision };
        const { recommend } = json.offer!.content as { recommend: { items: { id: string }[] } };
        expect(recommend.items.map(({ id }) => id)).toEqual(expected);
      },
      { timeout: 20_000, interval: 500 },
    );
  });

  it('are printed, and written for many', async () => {
    const printed = await cli('recommend', 'tea-1', '--items', '2');
    expect([printed.code, printed.out]).toEqual([0, expect.stringContaining('because of')]);
    const users = join(folder, 'users.csv');
    await writeFile(users, 'user_id\ntea-1\nnobody-yet\n');
    const out = join(folder, 'lists.ndjson');
    expect((await cli('recommend', '--users', users, '--items', '3', '--out', out)).code).toBe(0);
    const rows = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { user_id: string; item: string });
    expect(rows.map((row) => row.user_id)).toEqual([
      ...Array<string>(3).fill('tea-1'),
      ...Array<string>(3).fill('nobody-yet'),
    ]);
    expect(rows.slice(0, 3).map(({ item }) => item)).toEqual(await idsFor({ userId: 'tea-1', items: 3 }));
    // A folder, as Spark writes a list.
    const parts = join(folder, 'parts');
    await mkdir(parts);
    expect((await cli('recommend', '--users', parts, '--out', out)).err).toContain('no file of the folder is Parquet');
    const part = join(parts, 'part-0.parquet');
    expect((await cli('recommend', '--users', users, '--items', '1', '--out', part)).code).toBe(0);
    const again = join(folder, 'again.ndjson');
    expect((await cli('recommend', '--users', parts, '--items', '3', '--out', again)).code).toBe(0);
    expect(await readFile(again, 'utf8')).toBe(await readFile(out, 'utf8'));
    const both = await cli('recommend', 'tea-1', '--users', users, '--out', out);
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('--users and USER (tea-1) do not go together')]);
  });

  it('are learned of a population, and of the item facts that are named', async () => {
    const [goods] = documents.analyses;
    const shelves = { ...goods, id: 'shelves', plugin: 'content', population: 'berlin', itemFacts: ['category'] };
    const pushed = await server.call('POST', '/v1/releases', { ...documents, analyses: [goods, shelves] });
    await server.follows((pushed.json as { release: { hash: string } }).release.hash);
    expect(await learn('shelves')).toMatchObject({ state: 'succeeded', error: null });
    const report = await server.call('GET', '/v1/analyses/shelves/report');
    const notes = [expect.stringMatching(/^By content \d+ of \d+ items are known, by 2 properties/)];
    expect(report.json).toMatchObject({ report: { people: 20, notes } });
    const { items } = await ask({ model: 'shelves', userId: 'coffee-1', items: 2, bought: false });
    for (const { id, by } of items) expect([by, id]).toEqual(['model', expect.stringMatching(/^(filter|cold-brew)$/)]);
  });
});

/** Each of twenty people of a taste bought some of its shelf: person n all but item n mod 4, and every tenth one thing of the other. */
function purchases(now: number): readonly object[] {
  const living = Array.from({ length: 20 }, (_, person) => ({
    ...{ type: 'identify', userId: `tea-${String(person)}`, traits: { city: 'Berlin' } },
    ...{ messageId: `living-${String(person)}`, timestamp: new Date(now - 90 * DAY).toISOString() },
  }));
  const bought = Object.entries(SHELVES).flatMap(([taste, shelf]) =>
    Array.from({ length: 20 }, (_, person) => {
      const had = shelf.filter((_id, place) => place !== person % shelf.length);
      return had.map((sku, place) => ({
        ...{ type: 'track', userId: `${taste}-${String(person)}`, event: 'item_bought', properties: { sku } },
        messageId: `${taste}-${String(person)}-${sku}`,
        timestamp: new Date(now - (1 + 3 * place + person / 20) * DAY).toISOString(),
      }));
    }).flat(),
  );
  return [...living, ...bought];
}
