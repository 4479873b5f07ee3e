import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Decision } from '#strata/engine';
import { type ExplainedFacts } from '#strata/profiles/facts';
import { stageOf, STAGES } from '../../src/simulator/shop/calendar.js';
import { describeOnBothHomes } from '../support/database.js';
import { startTestServer, type TestServer } from './server.js';

const DAY = 86_400_000;

/** What is known of a person, in days before now. */
interface Known {
  readonly registered?: number;
  readonly orders: number;
  readonly lastOrder?: number;
}

/** By the stage in which each is: at its first or last day where it has one. */
const PEOPLE: Readonly<Record<string, Known>> = {
  new: { registered: 89, orders: 8, lastOrder: 89 },
  active: { registered: 90, orders: 7, lastOrder: 20 },
  loyal: { registered: 400, orders: 8, lastOrder: 20 },
  'at risk': { registered: 400, orders: 9, lastOrder: 90 },
  dormant: { registered: 400, orders: 1, lastOrder: 180 },
  lost: { registered: 600, orders: 1, lastOrder: 541 },
};
const stageIs = (value: string) => ({ fact: 'lifecycleStage', operator: 'equal', value });
const idOf = (stage: string): string => stage.replace(' ', '-');

/** A coupon for everybody at risk, by rules alone. */
const KEEP = {
  id: 'keep',
  title: 'Keep whom we are about to lose',
  goal: {
    event: 'order_placed',
    value: 'amount',
    within: 'P14D',
    margin: 0.3,
    orderValue: 60,
    natural: { rate: 0.05 },
  },
  segment: stageIs('at risk'),
  baseline: { title: 'Everybody at risk', offer: 'coupon' },
  offers: [
    { id: 'coupon', title: 'A coupon', faceValue: 5, redemptionRate: 1, contactCost: 0.05, response: { rate: 0.3 } },
  ],
};

describeOnBothHomes('the stages of the life-cycle', (home) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(home);
    const { status, text } = await server.call('POST', '/v1/batch', { batch: eventsOfAll(Date.now()) });
    if (status !== 200) throw new Error(text);
    const { documents } = (await server.call('GET', `/v1/releases/${server.release}`)).json as { documents: object };
    const pushed = await server.call('POST', '/v1/releases', { ...documents, strategies: [KEEP], campaigns: [] });
    await server.follows((pushed.json as { release: { hash: string } }).release.hash);
  });
  afterAll(() => server.dispose());

  const decide = async (userId: string, more: object = {}): Promise<Decision> => {
    const answer = await server.call('POST', '/v1/decisions', { userId, explain: 'full', ...more });
    expect(answer.status).toBe(200);
    return answer.json as Decision;
  };
  const factsOf = async (userId: string) =>
    ((await server.call('GET', `/v1/users/${userId}/facts`)).json as ExplainedFacts).facts;

  it.each(Object.keys(PEOPLE))('find who is %s, live and by SQL', async (stage) => {
    const fact = (await factsOf(idOf(stage))).find(({ name }) => name === 'lifecycleStage')!;
    expect(fact).toMatchObject({ value: stage, origin: { kind: 'firstOf' } });
    const answer = await server.call('POST', '/v1/segments/preview', { condition: stageIs(stage) });
    expect(answer.json).toMatchObject({
      base: Object.keys(PEOPLE).length,
      result: { count: 1 },
      examples: [{ userId: idOf(stage), facts: { lifecycleStage: stage } }],
      words: `whose life-cycle stage is ${stage}`,
    });
  });

  it('say by which condition, in words', async () => {
    const stage = (await factsOf('at-risk')).find(({ name }) => name === 'lifecycleStage')!;
    expect(stage.origin).toEqual({
      kind: 'firstOf',
      of: ['daysSinceLastOrder', 'daysSinceRegistration', 'orders'],
      because: 'has not ordered for at least 90 days',
    });
    expect(stage.definition).toContain('“at risk” for a person who has not ordered for at least 90 days');
  });

  it('are the last one, which asks for nothing, for everybody else', async () => {
    await server.call('POST', '/v1/identify', { userId: 'stranger', traits: { city: 'Beijing' } });
    expect((await factsOf('stranger')).find(({ name }) => name === 'lifecycleStage')).toMatchObject({
      value: 'new',
      origin: { because: null },
    });
    const answer = await server.call('POST', '/v1/segments/preview', { condition: stageIs('new') });
    expect(answer.json).toMatchObject({ base: Object.keys(PEOPLE).length + 1, result: { count: 2 } });
  });

  it('decide who gets an offer, the same when replayed', async () => {
    const decision = await decide('at-risk');
    expect(decision).toMatchObject({ outcome: 'offer', strategy: 'keep', offer: { id: 'coupon' } });
    expect(decision.reasons).toContainEqual(
      expect.objectContaining({ code: 'SEGMENT_MATCH', fact: 'lifecycleStage', actual: 'at risk' }),
    );
    expect((await server.call('GET', `/v1/decisions/${decision.id}/replay`)).json).toMatchObject({ equal: true });
    expect(await decide('dormant')).toMatchObject({ outcome: 'none', stoppedBy: 'segment' });
  });

  it('follow the facts of a request, and are what a request says they are', async () => {
    expect(await decide('moved', { facts: { orders: 2, daysSinceLastOrder: 120 } })).toMatchObject({
      outcome: 'offer',
    });
    expect(await decide('told', { facts: { lifecycleStage: 'at risk' } })).toMatchObject({ outcome: 'offer' });
  });

  it('name what they are told by where somebody asks what would change the outcome', async () => {
    const { nearestChange } = await decide('loyal');
    expect(nearestChange).toMatchObject({ fact: 'daysSinceLastOrder', from: 20, to: 90, outcome: 'offer' });
    expect(nearestChange?.words).toBe(
      '70 days more since the last order (90 instead of 20) and “A coupon” would be offered',
    );
  });

  it('are those of the simulated shop', () => {
    for (const [name, { registered = 0, orders, lastOrder = 0 }] of Object.entries(PEOPLE)) {
      expect(STAGES[stageOf(lastOrder, registered, orders)]?.replace('-', ' ')).toBe(name);
    }
  });
});

function eventsOfAll(now: number): readonly object[] {
  return Object.entries(PEOPLE).flatMap(([stage, known]) => eventsOf(idOf(stage), known, now));
}

function eventsOf(userId: string, { registered, orders, lastOrder = 0 }: Known, now: number): readonly object[] {
  const track = (event: string, days: number, messageId: string) => ({
    type: 'track',
    userId,
    messageId: `${userId}-${messageId}`,
    event,
    timestamp: new Date(now - days * DAY - 60_000).toISOString(),
  });
  const placed = Array.from({ length: orders }, (_, n) => ({
    ...track('order_placed', lastOrder + n, `order-${String(n)}`),
    properties: { amount: 50 },
  }));
  return [...(registered === undefined ? [] : [track('registered', registered, 'registered')]), ...placed];
}
