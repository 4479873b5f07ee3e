/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const STRATEGY = 'welcome-free-delivery';
const RESULTS = `/v1/strategies/${STRATEGY}/results`;

describeOnBothHomes('outcomes', (home) => {
  let server: GuardedServer;
  let users = 0;
  const post = (path: string, body: unknown) => server.call('POST', path, body, bearer(server.keys.service));
  const get = (path: string) => server.call('GET', path, undefined, bearer(server.keys.marketer));
  const facts = { daysSinceRegistration: 3, orders: 0 };
  beforeAll(async () => {
    server = await startGuardedServer(home);
  });
  afterAll(() => server.dispose());

  async function offered() {
    for (;;) {
      const userId = `newcomer-${String(++users)}`;
      const { json } = await post('/v1/decisions', { userId, strategy: STRATEGY, facts, consent: ['marketing'] });
      if (json.outcome === 'offer') return json;
    }
  }

  it('come by tracking and by report, and show in the results at once', async () => {
    const [tracked, reported, idle] = [await offered(), await offered(), await offered()];
    const order = { userId: tracked.userId, event: 'order_placed', messageId: 'order-1' };
    const properties = { amount: 70, offer: 'first-free-delivery' };
    await post('/v1/track', { ...order, properties });
    await post('/v1/track', { ...order, properties });
    const report = { id: 'order-2', decisionId: reported.id, value: 50, redeemed: false };
    expect(await post('/v1/outcomes', report)).toMatchObject({
      status: 200,
      json: { ...report, userId: reported.userId, strategy: STRATEGY, event: 'order_placed', repeated: false },
    });
    expect((await post('/v1/outcomes', report)).json).toMatchObject({ repeated: true });

    const { status, json } = await get(RESULTS);
    expect(status).toBe(200);
    expect(json.treated).toMatchObject({ users: 3, contacts: 3, conversions: 2, redeemed: 1, value: 120 });
    expect(json.result).toMatchObject({ basis: 'gross', redeemed: 1 });
    expect(json.result.cost).toBeCloseTo(3 * 0.05 + 5, 9);
    expect(json.result.profit).toMatchObject({ value: expect.closeTo(0.3 * 120 - 5.15, 9), lower: null, upper: null });
    expect(json.days).toHaveLength(1);

    const admin = bearer(server.keys.admin);
    const person = `/v1/users/${tracked.userId as string}`;
    const exported = (await server.call('GET', `${person}/export`, undefined, admin)).json;
    expect(exported.outcomes[0].outcomes).toMatchObject([{ id: 'order-1', redeemed: true }]);
    await server.call('DELETE', person, undefined, admin);
    expect((await get(RESULTS)).json.treated).toMatchObject({ users: 2, conversions: 1, redeemed: 0 });
    expect(idle.offer.id).toBe('first-free-delivery');
  });

  it('are reported by services and read by marketers, and by nobody else', async () => {
    const { service, marketer } = server.keys;
    const report = { id: 'o', userId: 'u', strategy: STRATEGY };
    expect((await server.call('POST', '/v1/outcomes', report, bearer(marketer))).status).toBe(403);
    expect((await server.call('GET', RESULTS, undefined, bearer(service))).status).toBe(403);
    expect((await server.call('POST', '/v1/outcomes', report)).status).toBe(401);
    expect((await server.call('GET', RESULTS)).status).toBe(401);
  });

  it('that are malformed or about nothing known are refused', async () => {
    const decision = '01a201f1-c3cf-7444-b45a-63aba5e9b1dc';
    const cases = [
      [{ id: 'o', decisionId: decision }, 404],
      [{ id: 'o', userId: 'u', strategy: 'no-such-strategy' }, 404],
      [{ id: 'o' }, 422],
      [{ id: 'o', userId: 'u' }, 422],
      [{ id: 'o', decisionId: decision, userId: 'u', strategy: STRATEGY }, 422],
      [{ id: '', userId: 'u', strategy: STRATEGY }, 422],
      [{ id: '\0', userId: 'u', strategy: STRATEGY }, 422],
      [{ id: 'o', userId: 'u', strategy: STRATEGY, value: -1 }, 422],
      [{ id: 'o', userId: 'u', strategy: STRATEGY, value: 1e300 }, 422],
      [{ id: 'o', userId: 'u', strategy: STRATEGY, at: 'yesterday' }, 422],
      [{ id: 'o', userId: 'u', strategy: STRATEGY, at: '0000-01-01T00:00:00Z' }, 422],
      [{ id: 'o', userId: 'u', strategy: STRATEGY, at: '9999-12-31T23:59:59-23:59' }, 422],
      [{ id: 'o', userId: 'u', strategy: STRATEGY, redeemd: true }, 422],
      ['{', 400],
    ] as const;
    for (const [body, status] of cases) expect((await post('/v1/outcomes', body)).status).toBe(status);
    for (const path of [
      '/v1/strategies/none/results',
      '/v1/strategies/%00/results',
      `${RESULTS}?from=x`,
      `${RESULTS}?level=2`,
    ]) {
      expect([404, 422]).toContain((await get(path)).status);
    }
  });
});
