import { type Decision } from '#strata/engine';
import { type ExplainedFacts } from '#strata/profiles/facts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { startTestServer, type TestServer } from '../e2e/server.js';

const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

describeOnBothHomes('decisions on stored facts', (home) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(home);
  });
  afterAll(() => server.dispose());

  const decide = async (body: object): Promise<Decision> => {
    const answer = await server.call('POST', '/v1/decisions', {
      strategy: 'win-back-coupon',
      explain: 'full',
      ...body,
    });
    expect(answer.status).toBe(200);
    return answer.json as Decision;
  };
  const reason = ({ reasons }: Decision, code: string) => reasons.find((each) => each.code === code);

  /** Ordered twice, the last time 200 days ago; the older order came in late. */
  const store = async (userId: string): Promise<void> => {
    await send('identify', {
      userId,
      traits: { city: 'Shanghai', birthDate: '1990-05-05', consent: { marketing: true } },
    });
    await order(userId, 200, 120);
    await order(userId, 300, 60);
  };
  const send = async (call: string, body: object): Promise<void> => {
    expect((await server.call('POST', `/v1/${call}`, body)).status).toBe(200);
  };
  const order = (userId: string, days: number, amount: number): Promise<void> =>
    send('track', {
      userId,
      event: 'order_placed',
      messageId: `${userId}-${days}`,
      timestamp: ago(days),
      properties: { amount, coupon: days > 250 },
    });

  it('know the person from what was sent before', async () => {
    await store('known');
    const decision = await decide({ userId: 'known' });
    expect(reason(decision, 'SEGMENT_MATCH')).toMatchObject({ fact: 'daysSinceLastOrder', actual: 200 });
    expect(reason(decision, 'NO_CONSENT')).toBeUndefined();
    const replay = await server.call('GET', `/v1/decisions/${decision.id}/replay`);
    expect(replay.json).toMatchObject({ equal: true });
  });

  it('take each fact of the request before the stored one, also one that is said to be unknown', async () => {
    await store('overridden');
    const fresh = await decide({ userId: 'overridden', facts: { daysSinceLastOrder: 3 } });
    expect(reason(fresh, 'SEGMENT_MISS')).toMatchObject({ actual: 3 });
    const unknown = await decide({ userId: 'overridden', facts: { daysSinceLastOrder: null } });
    expect(reason(unknown, 'SEGMENT_MISS')).not.toHaveProperty('actual');
  });

  it('need consent from the store or the request', async () => {
    await send('identify', { userId: 'silent', traits: { city: 'Shanghai' } });
    await order('silent', 200, 120);
    expect(reason(await decide({ userId: 'silent' }), 'NO_CONSENT')).toBeDefined();
    expect(reason(await decide({ userId: 'silent', consent: ['marketing'] }), 'NO_CONSENT')).toBeUndefined();
  });

  it('take a stored withdrawal before a consent of the request, until the person agrees again', async () => {
    await store('withdrawn');
    const say = async (granted: boolean) => {
      const path = '/v1/users/withdrawn/consents/marketing';
      expect((await server.call('PUT', path, { granted, source: 'test' })).status).toBe(200);
    };
    await say(false);
    expect(reason(await decide({ userId: 'withdrawn' }), 'NO_CONSENT')).toBeDefined();
    expect(reason(await decide({ userId: 'withdrawn', consent: ['marketing'] }), 'NO_CONSENT')).toBeDefined();
    await say(true);
    expect(reason(await decide({ userId: 'withdrawn' }), 'NO_CONSENT')).toBeUndefined();
  });

  it('never target a suppressed person, whatever the request says', async () => {
    await store('suppressed');
    await server.call('PUT', '/v1/users/suppressed/suppression', { suppressed: true });
    const decision = await decide({ userId: 'suppressed', consent: ['marketing'], facts: { daysSinceLastOrder: 200 } });
    expect(decision.outcome).toBe('none');
    expect(reason(decision, 'SUPPRESSED')).toBeDefined();
  });

  it('know a person by a merged id, too', async () => {
    await store('person');
    await send('alias', { previousId: 'visitor', userId: 'person' });
    expect(reason(await decide({ userId: 'visitor' }), 'SEGMENT_MATCH')).toMatchObject({ actual: 200 });
  });

  it('join the events of the request and the stored ones', async () => {
    await store('browsing');
    await order('browsing', 10, 50);
    const cart = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await send('track', { userId: 'browsing', event: 'cart_updated', messageId: 'cart', timestamp: cart(120) });
    const ask = (events: object[]) => decide({ userId: 'browsing', strategy: 'abandoned-cart', events });
    expect(reason(await ask([{ name: 'order_placed', at: cart(5) }]), 'TRIGGER_MISS')).toBeDefined();
    expect(reason(await ask([]), 'TRIGGER_MATCH')).toMatchObject({ actual: 1 });
  });

  it('leave a person who is not stored to the request', async () => {
    const nobody = await decide({ userId: 'nobody', consent: ['marketing'] });
    expect(reason(nobody, 'SEGMENT_MISS')).not.toHaveProperty('actual');
    expect(reason(await decide({ userId: 'nobody' }), 'NO_CONSENT')).toBeDefined();
  });

  it('can be looked up fact by fact, at any moment', async () => {
    await store('explained');
    const now = await server.call('GET', '/v1/users/explained/facts');
    const fact = (answer: typeof now, name: string) =>
      (answer.json as ExplainedFacts).facts.find((each) => each.name === name);
    expect(fact(now, 'orders')).toMatchObject({
      value: 2,
      sensitive: false,
      origin: { kind: 'events', event: 'order_placed', seen: 2, last: expect.stringMatching(/Z$/) as unknown },
    });
    expect(fact(now, 'couponOrderShare')).toMatchObject({ value: 0.5, origin: { of: ['couponOrders', 'orders'] } });
    expect(fact(now, 'city')).toMatchObject({ value: 'Shanghai', origin: { kind: 'profile', attribute: 'city' } });
    expect(fact(now, 'gender')).toMatchObject({ value: null, sensitive: true, origin: { value: null } });
    const then = await server.call('GET', `/v1/users/explained/facts?at=${ago(250)}`);
    expect(fact(then, 'orders')).toMatchObject({ value: 1, origin: { seen: 1 } });
    expect(fact(then, 'daysSinceLastOrder')).toMatchObject({ value: 50 });
    expect((await server.call('GET', '/v1/users/nobody/facts')).status).toBe(404);
    expect((await server.call('GET', '/v1/users/explained/facts?at=soon')).status).toBe(422);
  });
});
