import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { startTestServer, type TestServer } from './server.js';

/** An answer whose body is looked at piece by piece. */
interface Answer {
  readonly status: number;
  readonly json: unknown;
}

const PEOPLE = 60;
const DAY = 86_400_000;

/** Every third lives in Shanghai; every second ordered 200 days ago, the others 10 days ago. */
async function populate(server: TestServer): Promise<void> {
  const now = Date.now();
  const batch = Array.from({ length: PEOPLE }, (_, i) => [
    {
      type: 'identify',
      userId: `u${String(i)}`,
      messageId: `i${String(i)}`,
      traits: { city: i % 3 === 0 ? 'Shanghai' : 'Beijing', gender: 'f', consent: { marketing: true } },
    },
    {
      type: 'track',
      userId: `u${String(i)}`,
      messageId: `o${String(i)}`,
      event: 'order_placed',
      timestamp: new Date(now - (i % 2 === 0 ? 200 : 10) * DAY).toISOString(),
      properties: { amount: 100 },
    },
  ]).flat();
  const { status, text } = await server.call('POST', '/v1/batch', { batch });
  if (status !== 200) throw new Error(text);
}

const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });

describeOnBothHomes('what is asked before publishing', (home) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(home);
    await populate(server);
  });
  afterAll(() => server.dispose());
  const call = (method: string, path: string, body?: unknown): Promise<Answer> => server.call(method, path, body);
  const preview = (condition: unknown) => call('POST', '/v1/segments/preview', { condition });

  describe('a preview', () => {
    it('counts who meets a condition, and who is left after each part', async () => {
      const condition = {
        all: [leaf('city', 'equal', 'Shanghai'), leaf('daysSinceLastOrder', 'greaterThanInclusive', 180)],
      };
      const { status, json } = await preview(condition);
      expect(status).toBe(200);
      expect(json).toMatchObject({
        base: PEOPLE,
        examined: PEOPLE,
        exact: true,
        result: { count: 10, share: 10 / PEOPLE, interval: null },
        after: [
          { pointer: '/condition/all/0', words: 'lives in Shanghai', count: 20 },
          { pointer: '/condition/all/1', words: 'has not ordered for at least 180 days', count: 10 },
        ],
        words: 'lives in Shanghai and has not ordered for at least 180 days',
      });
    });

    it('shows five people with the facts that it reads, without sensitive ones', async () => {
      const { json } = await preview({ all: [leaf('city', 'equal', 'Shanghai'), leaf('gender', 'equal', 'f')] });
      const { examples } = json as { examples: readonly { userId: string; facts: object }[] };
      expect(new Set(examples.map(({ userId }) => userId)).size).toBe(5);
      for (const { userId, facts } of examples) {
        expect(Number(userId.slice(1)) % 3).toBe(0);
        expect(facts).toEqual({ city: 'Shanghai' });
      }
    });

    it('takes apart the segment that it refers to', async () => {
      const { json } = await preview('dormant-customers');
      expect(json).toMatchObject({
        result: { count: PEOPLE / 2 },
        after: [{ segment: 'dormant-customers', pointer: '/condition/all/0', at: '/condition', count: PEOPLE / 2 }],
      });
      const beside = { all: [leaf('city', 'equal', 'Shanghai'), { condition: 'dormant-customers' }] };
      expect((await preview(beside)).json).toMatchObject({
        after: [{ at: '/condition/all/0' }, { segment: 'dormant-customers', at: '/condition/all/1', count: 10 }],
      });
    });

    it('offers the values that people have, the most frequent first', async () => {
      const values = async (path: string) => (await call('GET', `/v1/facts/${path}`)).json;
      expect(await values('city/values')).toEqual({
        fact: 'city',
        examined: PEOPLE,
        values: [
          { value: 'Beijing', count: 40 },
          { value: 'Shanghai', count: 20 },
        ],
      });
      expect(await values('city/values?search=HAI')).toMatchObject({ values: [{ value: 'Shanghai' }] });
      expect(await values('city/values?limit=1')).toMatchObject({ values: [{ value: 'Beijing' }] });
    });

    it.each([
      ['sensitive', 'gender', 422],
      ['a number', 'orders', 422],
      ['not in the catalogue', 'cty', 404],
    ])('lists no values of a fact that is %s', async (_, name, status) => {
      expect(await call('GET', `/v1/facts/${name}/values`)).toMatchObject({ status });
    });

    it('takes a condition without parts for one part', async () => {
      const { json } = await preview({ not: leaf('city', 'equal', 'Shanghai') });
      expect(json).toMatchObject({ result: { count: 40 }, after: [{ pointer: '/condition', count: 40 }] });
      expect((await preview({ all: [] })).json).toMatchObject({ result: { count: PEOPLE, share: 1 } });
      expect((await preview(leaf('city', 'equal', 'Paris'))).json).toMatchObject({
        result: { count: 0 },
        examples: [],
      });
    });

    it('says where a condition is wrong', async () => {
      const wrong = { all: [leaf('cty', 'equal', 'Shanghai')] };
      expect(await preview(wrong)).toMatchObject({
        status: 422,
        json: { code: 'INVALID_DOCUMENT', problems: [{ pointer: '/condition/all/0/fact', nearest: 'city' }] },
      });
      const ofAnotherLayer = { all: [{ ...leaf('score', 'lessThan', 1), params: { model: 'natural-conversion' } }] };
      expect((await preview(ofAnotherLayer)).status).toBe(422);
      for (const body of [{}, { condition: 7 }, { condition: {}, more: 1 }, []]) {
        expect([400, 422]).toContain((await call('POST', '/v1/segments/preview', body)).status);
      }
    });
  });

  describe('a simulation', () => {
    const published = async () => (await call('GET', '/v1/strategies/win-back-coupon')).json as Record<string, unknown>;
    /** By rules alone, so that no model is needed: everybody of the segment gets the offer. */
    const ruleOnly = async (segment: unknown) => {
      const members = Object.entries(await published());
      const strategy: Record<string, unknown> = Object.fromEntries(
        members.filter(([name]) => name !== 'predictive' && name !== 'experiment'),
      );
      const [offer] = strategy['offers'] as Record<string, unknown>[];
      const goal = { ...(strategy['goal'] as object), natural: { rate: 0.01 }, orderValue: 1000 };
      const baseline = { ...(strategy['baseline'] as object) };
      return { ...strategy, segment, goal, baseline, offers: [{ ...offer, response: { rate: 0.2 } }] };
    };
    const simulate = (strategy: unknown, id = 'win-back-coupon') =>
      call('POST', `/v1/strategies/${id}/simulate`, { strategy });

    it('of the published strategy itself finds no difference', async () => {
      const { status, json } = await simulate(await published());
      expect(status).toBe(200);
      const { draft } = json as { draft: object };
      expect(json).toMatchObject({
        users: PEOPLE,
        base: PEOPLE,
        published: draft,
        gained: { users: 0 },
        lost: { users: 0 },
        changed: { users: 0 },
      });
    });

    it('says who gains and loses an offer, why, and what it would cost', async () => {
      const everybody = await ruleOnly({ all: [] });
      const pushed = await call('POST', '/v1/releases', await releaseWith(everybody));
      await server.follows((pushed.json as { release: { hash: string } }).release.hash);
      const { json } = await simulate(await ruleOnly({ all: [leaf('city', 'equal', 'Shanghai')] }));
      expect(json).toMatchObject({
        published: { outcomes: { offer: PEOPLE, none: 0 } },
        draft: { outcomes: { offer: 20, none: 40 }, stoppedBy: [{ stage: 'segment', users: 40 }] },
        gained: { users: 0 },
        lost: { users: 40, why: [{ code: 'SEGMENT_MISS', stage: 'segment', users: 40 }] },
      });
      const {
        draft,
        published: before,
        lost,
      } = json as {
        draft: { expected: Record<string, number> };
        published: { expected: Record<string, number> };
        lost: { examples: readonly object[] };
      };
      expect(draft.expected['conversions']).toBeCloseTo(20 * 0.2, 6);
      expect(before.expected['cost']).toBeCloseTo(3 * (draft.expected['cost'] ?? 0), 6);
      expect(lost.examples).toHaveLength(5);
      expect(lost.examples[0]).toMatchObject({
        published: { outcome: 'offer' },
        draft: { outcome: 'none', offer: null },
      });
    });

    it('holds what is issued and reserved against the limits of each side', async () => {
      const everybody = await ruleOnly({ all: [] });
      const [offer] = everybody.offers;
      const scarce = { ...(await releaseWith({ ...everybody, offers: [{ ...offer, stock: 1 }] })), campaigns: [] };
      const pushed = (await call('POST', '/v1/releases', scarce)).json as { release: { hash: string } };
      await expect
        .poll(async () => (await call('GET', '/readyz')).json, { timeout: 5000 })
        .toMatchObject({ release: pushed.release.hash });
      const ask = { userId: 'stranger', strategy: 'win-back-coupon', consent: ['marketing'] };
      expect((await call('POST', '/v1/decisions', ask)).json).toMatchObject({ outcome: 'offer' });
      const { json } = await simulate({ ...everybody, offers: [{ ...offer, stock: 2 }] });
      expect(json).toMatchObject({
        published: { outcomes: { offer: 0 }, stoppedBy: [{ stage: 'reserve', users: PEOPLE }] },
        draft: { outcomes: { offer: PEOPLE } },
        gained: { why: [{ code: 'STOCK_SPENT', users: PEOPLE }] },
      });
      const limits = { ...((await published())['limits'] as object), budget: 1 };
      const poor = { ...everybody, limits };
      expect((await simulate(poor)).json).toMatchObject({
        draft: { stoppedBy: [{ stage: 'reserve', users: PEOPLE }] },
      });
    });

    it('takes a strategy that is not published yet', async () => {
      const draft = { ...(await ruleOnly({ all: [] })), id: 'another' };
      expect((await simulate(draft, 'another')).json).toMatchObject({ published: null, gained: { users: PEOPLE } });
    });

    it('leaves nothing behind', async () => {
      const { json } = await call('GET', '/v1/users/u0/decisions');
      expect(json).toMatchObject({ decisions: [] });
    });

    it('says where the draft is wrong', async () => {
      const draft = { ...(await published()), segment: 'dormant-customer' };
      expect(await simulate(draft)).toMatchObject({
        status: 422,
        json: { code: 'INVALID_DOCUMENT', problems: [{ pointer: '/strategy/segment', nearest: 'dormant-customers' }] },
      });
      expect(await simulate({ id: 'other' })).toMatchObject({
        status: 422,
        json: { problems: [{ pointer: '/strategy/id' }] },
      });
      for (const body of [{}, { strategy: 7 }, { strategy: {}, users: 0 }, []]) {
        expect((await call('POST', '/v1/strategies/x/simulate', body)).status).toBe(422);
      }
    });

    async function releaseWith(strategy: unknown): Promise<object> {
      const { json } = await call('GET', `/v1/releases/${server.release}`);
      const { documents } = json as { documents: { strategies: readonly { id: string }[] } };
      return {
        ...documents,
        strategies: documents.strategies.map((other) => (other.id === 'win-back-coupon' ? strategy : other)),
      };
    }
  });
});
