/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument -- answers are JSON of every shape, and the expectations check it */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readExperiment, sumsOfFile } from '#strata/experiments/readout';
import { describeOnBothHomes } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const PEOPLE = 300;
const STRATEGY = 'welcome';

/** The arm `model` offers to everybody who has a basket, the arm `baseline` to nobody. */
const documents = {
  facts: { basket: { type: 'number', unit: 'money', from: { profile: 'basket' }, words: 'basket' } },
  strategies: [
    {
      id: STRATEGY,
      title: 'A coupon for the basket',
      goal: { event: 'bought', value: 'amount', within: 'P7D', margin: 0.5, orderValue: 100, natural: { rate: 0.1 } },
      segment: { all: [{ fact: 'basket', operator: 'greaterThanInclusive', value: 0 }] },
      predictive: { when: { all: [{ fact: 'basket', operator: 'greaterThan', value: 0 }] }, onFailure: 'none' },
      baseline: {
        title: 'Nobody',
        offer: 'coupon',
        when: { all: [{ fact: 'basket', operator: 'lessThan', value: 0 }] },
      },
      offers: [
        { id: 'coupon', title: 'A coupon', faceValue: 4, redemptionRate: 1, contactCost: 1, response: { rate: 0.9 } },
      ],
      experiment: { seed: 'welcome', holdout: 0.2, arms: { model: 0.5, baseline: 0.5 } },
    },
    {
      id: 'plain',
      title: 'No experiment',
      goal: { event: 'bought', within: 'P7D', margin: 0.5, orderValue: 10 },
      segment: { all: [{ fact: 'basket', operator: 'lessThan', value: -1 }] },
      baseline: { title: 'Nobody', offer: 'coupon' },
      offers: [
        { id: 'coupon', title: 'A coupon', faceValue: 4, redemptionRate: 1, contactCost: 1, response: { rate: 0.9 } },
      ],
    },
  ],
  campaigns: [
    {
      id: 'welcome-all',
      title: 'All',
      strategy: STRATEGY,
      audience: { files: 'people.csv', id: 'user' },
      out: { format: 'csv', to: 'lists' },
    },
  ],
};

interface Person {
  readonly user: string;
  readonly arm: string;
  readonly spent: number;
  readonly cost: number;
}

describeOnBothHomes('the readout of a strategy', (home) => {
  let server: GuardedServer;
  let folder: string;
  const read = (query = '') =>
    server.call('GET', `/v1/experiments/${STRATEGY}/readout${query}`, undefined, bearer(server.keys.marketer));
  const post = (path: string, body: unknown, key = server.keys.service) => server.call('POST', path, body, bearer(key));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'readout-'));
    server = await startGuardedServer(home, { DATA_DIR: folder });
    const { status, text, json } = await post('/v1/releases', documents, server.keys.marketer);
    expect(status, text).toBe(200);
    await server.follows(json.release.hash);
  });
  afterAll(async () => {
    await server.dispose();
    await rm(folder, { recursive: true });
  });

  it('is what a file of the same people shows: all who were drawn, whatever they got', async () => {
    const people: Person[] = [];
    for (let from = 0; from < PEOPLE; from += 50) {
      const asked = Array.from({ length: 50 }, (_, n) => n + from);
      people.push(...(await Promise.all(asked.map(decide))));
    }
    await writeFile(
      join(folder, 'drawn.csv'),
      ['arm,spent,cost', ...people.map(({ arm, spent, cost }) => `${arm},${spent},${cost}`), ''].join('\n'),
    );
    const { status, json } = await read();
    expect(status).toBe(200);
    expect(json).toMatchObject({ modelArms: ['model'], models: [], ran: { first: expect.any(String) } });
    const ofFile = async (control: string) =>
      await sumsOfFile({
        ...{ file: join(folder, 'drawn.csv'), arm: 'arm', columns: { value: 'spent', cost: 'cost' }, segments: [] },
        ...{ control, winsorise: 1, shares: { model: 0.5, baseline: 0.5 } },
      });
    const peeking = { tightestAt: PEOPLE };
    const { days, verdict, ...expected } = readExperiment(await ofFile('baseline'), {
      level: 0.95,
      margin: 0.5,
      peeking,
    });
    expect(json.arms).toMatchObject(closeTo(expected));
    expect(json.arms.health).toBe('healthy');
    expect(verdict.kind).toBe(json.arms.verdict.kind);
    expect(json.arms.days).toBe(1);
    expect(days).toBeNull();
    expect(json.treatment.people).toBeLessThan(PEOPLE);
    expect(json.treatment.control).toBe('held-out');
  });

  it('is listed beside strategies that are none', async () => {
    const { json } = await server.call('GET', '/v1/experiments', undefined, bearer(server.keys.marketer));
    expect(json).toEqual({
      experiments: [
        {
          ...{ strategy: STRATEGY, title: 'A coupon for the basket', phase: 1, holdout: 0.2, proves: null },
          arms: [
            { id: 'model', share: 0.5, by: 'model' },
            { id: 'baseline', share: 0.5, by: 'baseline' },
          ],
        },
      ],
      others: [{ strategy: 'plain', title: 'No experiment' }],
      holdoutOfAll: null,
    });
  });

  it('is told as people came, by an interval that holds on all days together', async () => {
    const path = `/v1/experiments/${STRATEGY}/course?moments=3`;
    const { status, json } = await server.call('GET', path, undefined, bearer(server.keys.marketer));
    expect(status).toBe(200);
    expect(json).toMatchObject({ compared: 'arms', metric: 'profit', control: 'baseline', tightestAt: PEOPLE });
    const { points } = json as { readonly points: readonly { readonly people: number }[] };
    const people = points.map((point) => point.people);
    expect(people).toEqual(people.toSorted((first, second) => first - second));
    const { arms } = (await read()).json;
    const metrics = arms.comparisons[0].metrics as readonly { readonly metric: string; readonly difference: number }[];
    const deciding = metrics.find(({ metric }) => metric === 'profit')!;
    expect(points.at(-1)).toMatchObject({
      people: PEOPLE,
      arms: [{ arm: 'model', difference: closeTo(deciding.difference) }],
    });
  });

  it('tells arms and offers by what a fact was when people were decided about', async () => {
    const { json } = await read('?by=basket');
    expect(json.arms.segments).toMatchObject(
      ['0', '1', '2'].map((value) => ({ by: 'basket', value, people: PEOPLE / 3 })),
    );
    expect(json.arms.comparisons).toEqual((await read()).json.arms.comparisons);
    expect(json.by).toMatchObject([{ by: 'basket', kind: 'fact', withoutValue: { arms: 0, treatment: 0 } }]);
    expect((await read('?by=basket&by=basket&by=basket')).json.by).toEqual(json.by);
    expect((await read('?by=basket&format=html')).text).toContain('Segments are by basket as it was');
    expect((await read('?by=baskt')).json).toMatchObject({
      code: 'INVALID_REQUEST',
      problems: [{ nearest: 'basket' }],
    });
  });

  it('is a page for people, where a browser asks or it is said', async () => {
    const path = `/v1/experiments/${STRATEGY}/readout`;
    const key = bearer(server.keys.marketer);
    for (const page of [
      await read('?format=html'),
      await server.call('GET', path, undefined, { ...key, accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }),
    ]) {
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.text).toContain('<h2>Arms, by all people who were drawn into them, whatever they got</h2>');
      expect(page.text).toContain('<h2>Offers, beside those who were held out of one</h2>');
    }
    const { json } = await server.call('GET', `${path}?format=json`, undefined, { ...key, accept: 'text/html' });
    expect(json.strategy).toBe(STRATEGY);
  });

  /** Decides about a person; some of those with an offer buy more. */
  async function decide(n: number): Promise<Person> {
    const user = `u${String(n)}`;
    const { json } = await post('/v1/decisions', { userId: user, strategy: STRATEGY, facts: { basket: n % 3 } });
    const buys = json.outcome === 'offer' ? n % 3 === 1 : n % 5 === 0;
    if (!buys) return { user, arm: json.arm, spent: 0, cost: json.outcome === 'offer' ? 1 : 0 };
    const amount = 20 + (n % 7);
    await post('/v1/track', { userId: user, event: 'bought', messageId: user, properties: { amount } });
    return { user, arm: json.arm, spent: amount, cost: json.outcome === 'offer' ? 1 : 0 };
  }

  it('changes nothing where it is summed up by person, and takes noise away', async () => {
    const { json: before } = await read();
    const { json: ranged } = await read('?from=2020-01-01T00:00:00Z');
    expect(ranged.arms).toMatchObject(closeTo(before.arms));
    expect(ranged.treatment).toMatchObject(closeTo(before.treatment));
    const { json: adjusted } = await read('?before=P28D&winsorise=0.99&decide=value');
    expect(adjusted.arms.primary).toBe('value');
    expect(adjusted.arms.people).toBe(PEOPLE);
    const { json: later } = await read('?from=2999-01-01T00:00:00Z');
    expect(later.arms).toMatchObject({ people: 0, health: 'unknown' });
  });

  it('counts people once, whatever ids they have, and those of several arms in none', async () => {
    const { json: before } = await read();
    const twins = Array.from({ length: 40 }, (_, n) => `t${String(n)}`);
    const drawn = await Promise.all(
      twins.flatMap((twin) =>
        [twin, `anonymous-${twin}`].map(async (userId) => {
          const { json } = await post('/v1/decisions', { userId, strategy: STRATEGY, facts: { basket: 0 } });
          return json.arm as string;
        }),
      ),
    );
    for (const twin of twins) await post('/v1/identify', { userId: twin, anonymousId: `anonymous-${twin}` });
    const apart = twins.filter((_, n) => drawn[2 * n] !== drawn[2 * n + 1]).length;
    expect(apart).toBeGreaterThan(0);
    for (const query of ['', '?from=2020-01-01T00:00:00Z']) {
      const { json } = await read(query);
      expect(json.arms.people - before.arms.people).toBe(twins.length - apart);
      expect(json.arms.checks[1].words).toContain(`${String(apart)} of ${String(PEOPLE + twins.length)} people`);
      expect(json.arms.health).toBe('unhealthy');
      expect(json.arms.comparisons).toEqual([]);
    }
  });

  it('knows whom a campaign drew and did not choose', async () => {
    const rows = Array.from({ length: 90 }, (_, n) => `c${String(n)},${String(n % 3)}`);
    await writeFile(join(folder, 'people.csv'), ['user,basket', ...rows, ''].join('\n'));
    const { json: before } = await read();
    const { json: run } = await post('/v1/campaigns', { campaign: 'welcome-all' }, server.keys.marketer);
    await server.call('GET', `/v1/campaigns/${String(run.id)}/events`, undefined, bearer(server.keys.marketer));
    const { json } = await read();
    expect(json.arms.people - before.arms.people).toBe(90);
    expect(json.treatment.people - before.treatment.people).toBeLessThan(90);
    // Nothing is stored of people of files, and it is said so.
    expect((await read('?by=basket')).json.by).toMatchObject([{ by: 'basket', withoutValue: { arms: 90 } }]);
  });

  it('is refused of what is none', async () => {
    const get = (path: string) => server.call('GET', path, undefined, bearer(server.keys.marketer));
    expect((await get('/v1/experiments/welcom/readout')).json).toMatchObject({
      code: 'UNKNOWN_STRATEGY',
      problems: [{ nearest: STRATEGY }],
    });
    expect((await get('/v1/experiments/plain/readout')).json.code).toBe('NOT_FOUND');
    expect((await read('?control=basline')).json).toMatchObject({
      code: 'INVALID_REQUEST',
      problems: [{ nearest: 'baseline' }],
    });
    expect((await read('?before=a-month')).status).toBe(422);
    expect((await read('?bands=5')).json).toMatchObject({
      code: 'INVALID_REQUEST',
      problems: [{ message: 'it asks no model' }],
    });
    expect((await read('?bands=1')).status).toBe(422);
  });

  it('stands beside what all strategies bring together, where people are held out of all', async () => {
    const key = bearer(server.keys.marketer);
    const all = (query = '') => server.call('GET', `/v1/experiments/readout${query}`, undefined, key);
    expect((await all()).json).toMatchObject({ code: 'NOT_FOUND', problems: [{ pointer: '/holdout' }] });
    const contactPolicy = { holdout: { seed: '2026', share: 0.3 } };
    const { json: pushed } = await post('/v1/releases', { ...documents, contactPolicy }, server.keys.marketer);
    await server.follows(pushed.release.hash);
    const both = (name: 'people' | 'conversions', { heldOut, others }: Awaited<ReturnType<typeof all>>['json']) =>
      Number(heldOut[name]) + Number(others[name]);
    const before = (await all()).json;
    expect(before).toMatchObject({ share: 0.3, goals: [{ event: 'bought', margin: 0.5 }], figures: [] });
    expect(both('people', before)).toBeGreaterThan(PEOPLE);
    expect(both('conversions', before)).toBe(0);
    for (let n = 0; n < 40; n++) {
      const userId = `new${String(n)}`;
      await post('/v1/decisions', { userId, strategy: STRATEGY, facts: { basket: 1 } });
      await post('/v1/track', { userId, event: 'bought', messageId: userId, properties: { amount: 20 } });
    }
    const { json: after } = await all('?level=0.9');
    expect(both('people', after)).toBe(both('people', before) + 40);
    expect(both('conversions', after)).toBe(40);
    expect(after.heldOut.reached).toBe(0);
    expect(after.others.reached).toBeGreaterThan(0);
    expect((await all('?format=html')).text).toContain('<h2>Can it be believed?</h2>');
  });
});

/** Every number may differ in what rounding does to it. */
function closeTo<T>(value: T): T;
function closeTo(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : (expect.closeTo(value, 8) as unknown);
  if (Array.isArray(value)) return (value as unknown[]).map((one) => closeTo(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, closeTo(one)]));
}
