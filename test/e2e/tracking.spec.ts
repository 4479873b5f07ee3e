/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- answers are JSON of every shape, and the expectations check it */
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

describeOnBothHomes("Segment's tracking API", (home) => {
  let server: GuardedServer;
  let writeKey: string;
  const send = (path: string, body: unknown, headers: Readonly<Record<string, string>> = basic(writeKey)) =>
    server.call('POST', path, body, headers);
  const profileOf = async (id: string) =>
    (await server.call('GET', `/v1/users/${id}`, undefined, bearer(server.keys.admin))).json;
  const eventsOf = async (id: string) => {
    const { json } = await server.call('GET', `/v1/users/${id}/export`, undefined, bearer(server.keys.admin));
    return json.profiles[0].events;
  };
  beforeAll(async () => {
    server = await startGuardedServer(home);
    writeKey = server.keys.service;
  });
  afterAll(() => server.dispose());

  it('takes everything that the unmodified client of Segment sends', async () => {
    const client = new Analytics({ writeKey, host: server.url, flushInterval: 50 });
    const errors: unknown[] = [];
    client.on('error', (error) => errors.push(error));
    const timestamp = new Date('2026-03-04T05:06:07.089Z');
    client.track({ anonymousId: 'seg-anon', event: 'coupon_viewed', properties: { coupon: 'c-1' }, timestamp });
    client.page({ anonymousId: 'seg-anon', name: 'Home', properties: { path: '/' } });
    client.screen({ anonymousId: 'seg-anon', name: 'Start' });
    client.identify({
      userId: 'seg-user',
      anonymousId: 'seg-anon',
      traits: { city: 'Shanghai', birthDate: '1990-01-02', consent: { marketing: true } },
    });
    client.group({ userId: 'seg-user', groupId: 'shop-1', traits: { size: 3 } });
    client.alias({ userId: 'seg-user', previousId: 'old-user' });
    client.track({ userId: 'old-user', event: 'order_placed', properties: { amount: 12.5 }, messageId: 'order-1' });
    client.track({ userId: 'old-user', event: 'order_placed', properties: { amount: 12.5 }, messageId: 'order-1' });
    await client.closeAndFlush();
    expect(errors).toEqual([]);

    expect(await profileOf('seg-user')).toMatchObject({
      userId: 'seg-user',
      otherIds: ['old-user', 'seg-anon'],
      attributes: { city: 'Shanghai', birthDate: '1990-01-02' },
      consents: [{ purpose: 'marketing', granted: true, source: 'identify' }],
    });
    const events = (await eventsOf('seg-user')) as { name: string; at: string; properties: unknown }[];
    expect(events.map(({ name }) => name).sort()).toEqual([
      'coupon_viewed',
      'group_joined',
      'order_placed',
      'page_viewed',
      'screen_viewed',
    ]);
    expect(events.find(({ name }) => name === 'coupon_viewed')).toMatchObject({
      at: timestamp.toISOString(),
      properties: { coupon: 'c-1' },
    });
    expect(events.find(({ name }) => name === 'page_viewed')).toMatchObject({
      properties: { name: 'Home', path: '/' },
    });
  });

  it('takes single calls with the write key as Basic or as Bearer, and no others', async () => {
    const body = { userId: 'auth', event: 'login' };
    expect((await send('/v1/track', body)).json).toEqual({ success: true });
    expect((await send('/v1/track', body, bearer(writeKey))).status).toBe(200);
    expect((await send('/v1/track', body, basic('wrong'))).status).toBe(401);
    expect((await send('/v1/track', body, {})).status).toBe(401);
    expect((await send('/v1/track', body, { authorization: 'Basic !!!' })).status).toBe(401);
  });

  it('decides from what was tracked', async () => {
    const day = 86_400_000;
    const at = (days: number) => new Date(Date.now() - days * day).toISOString();
    await send('/v1/batch', {
      batch: [
        { type: 'identify', userId: 'buyer', traits: { city: 'Shanghai' } },
        { type: 'track', userId: 'buyer', event: 'order_placed', properties: { amount: 80 }, timestamp: at(300) },
        { type: 'track', userId: 'buyer', event: 'order_placed', properties: { amount: 120 }, timestamp: at(200) },
      ],
    });
    const ask = async () =>
      (await send('/v1/decisions', { userId: 'buyer', strategy: 'win-back-coupon', explain: 'full' }, bearer(writeKey)))
        .json;
    expect((await ask()).reasons).toContainEqual(expect.objectContaining({ code: 'NO_CONSENT' }));
    const consent = { granted: true, source: 'test' };
    await server.call('PUT', '/v1/users/buyer/consents/marketing', consent, bearer(writeKey));
    expect((await ask()).reasons).toContainEqual(
      expect.objectContaining({ code: 'SEGMENT_MATCH', fact: 'daysSinceLastOrder', actual: 200 }),
    );
  });

  it('reads traits where clients of RudderStack put them, and of the consents there the withdrawals', async () => {
    const context = { traits: { city: 'Oslo', plan: 'old', consent: { marketing: true, ads: false } } };
    await send('/v1/identify', { userId: 'rudder', traits: { plan: 'new' }, context });
    expect(await profileOf('rudder')).toMatchObject({
      attributes: { city: 'Oslo', plan: 'new' },
      consents: [{ purpose: 'ads', granted: false }],
    });
    expect(await send('/v1/identify', { userId: 'rudder', context: { traits: { consent: 5 } } })).toMatchObject({
      status: 422,
    });
  });

  it('never targets a suppressed person, whatever consent the request claims', async () => {
    await server.call('PUT', '/v1/users/shy/suppression', { suppressed: true }, bearer(writeKey));
    const { json } = await send('/v1/decisions', { userId: 'shy', consent: ['marketing'] }, bearer(writeKey));
    expect(json).toMatchObject({ outcome: 'none' });
    expect(json.reasons).toContainEqual(expect.objectContaining({ code: 'SUPPRESSED' }));
  });

  it('keeps the right messages of a batch and tells what is wrong with the others', async () => {
    const { status, json } = await send('/v1/batch', {
      batch: [
        { type: 'track', userId: 'mixed', event: 'a', messageId: 'm-1' },
        { type: 'track', userId: 'mixed' },
        { type: 'paint', userId: 'mixed' },
        { type: 'track', event: 'nobody' },
        { type: 'track', userId: 'mixed', event: 'big', properties: { text: 'x'.repeat(33_000) } },
        { type: 'track', userId: 'mixed', event: 'when', timestamp: 'yesterday' },
        { type: 'track', userId: 'mixed', event: 'a', messageId: 'm-1' },
        'nothing',
      ],
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ success: true, accepted: 1, duplicates: 1, refused: 0 });
    expect(json.rejected.map(({ index }: { index: number }) => index)).toEqual([1, 2, 3, 4, 5, 7]);
    expect(json.rejected[0].problem).toMatchObject({ status: 422, problems: [{ pointer: '/event' }] });
    expect(json.rejected[3].problem).toMatchObject({ status: 413 });
  });

  it('refuses single calls that are wrong with a problem document', async () => {
    expect(await send('/v1/track', { userId: 'u' })).toMatchObject({ status: 422, json: { code: 'INVALID_REQUEST' } });
    expect(await send('/v1/identify', {})).toMatchObject({ status: 422 });
    expect(await send('/v1/alias', { userId: 'u' })).toMatchObject({ status: 422 });
    expect(await send('/v1/batch', { batch: 'no' })).toMatchObject({ status: 422 });
    const huge = { userId: 'u', event: 'x', properties: { text: 'x'.repeat(33_000) } };
    expect(await send('/v1/track', huge)).toMatchObject({ status: 413 });
    const message = { type: 'track', userId: 'u', event: 'x', properties: { text: 'x'.repeat(30_000) } };
    expect(await send('/v1/batch', { batch: Array.from({ length: 20 }, () => message) })).toMatchObject({
      status: 413,
    });
    expect(await send('/v1/paint', {})).toMatchObject({ status: 404 });
  });

  it.each([
    ['with a message id', { messageId: 'redelivered' }],
    ['without one', {}],
  ])('never lets a message that comes again outdate what was said after it, %s', async (_, name) => {
    const userId = `again-${Object.keys(name).join('')}`;
    const ago = new Date(Date.now() - 11_000).toISOString();
    const traits = { city: 'Paris', consent: { marketing: true } };
    for (const times of [{ sentAt: ago }, { sentAt: ago, timestamp: ago }]) {
      const first = { userId, ...name, ...times, traits };
      await send('/v1/identify', first);
      await server.call(
        'PUT',
        `/v1/users/${userId}/consents/marketing`,
        { granted: false, source: 'test' },
        bearer(writeKey),
      );
      await send('/v1/identify', { userId, traits: { city: 'Rome' } });
      await send('/v1/identify', first);
      await send('/v1/batch', { batch: [{ type: 'identify', ...first }], sentAt: ago });
      expect(await profileOf(userId)).toMatchObject({
        attributes: { city: 'Rome' },
        consents: [{ purpose: 'marketing', granted: false }],
      });
      const { json } = await send('/v1/decisions', { userId, strategy: 'win-back-coupon' }, bearer(writeKey));
      expect(json.reasons).toContainEqual(expect.objectContaining({ code: 'NO_CONSENT' }));
    }
  });

  it('counts every kind of message once by its id', async () => {
    const common = { userId: 'once', messageId: 'same', timestamp: '2026-01-01T00:00:00Z' };
    const kinds = [
      { type: 'identify', ...common, traits: { city: 'Paris' } },
      { type: 'track', ...common, event: 'login' },
      { type: 'alias', ...common, previousId: 'once-before' },
      { type: 'page', ...common, messageId: 'page' },
      { type: 'screen', ...common, messageId: 'screen' },
      { type: 'group', ...common, messageId: 'group', groupId: 'g' },
    ];
    expect((await send('/v1/batch', { batch: kinds })).json).toMatchObject({ accepted: 6, duplicates: 0 });
    expect((await send('/v1/batch', { batch: kinds })).json).toMatchObject({ accepted: 0, duplicates: 6 });
    await Promise.all(kinds.map(({ type, ...body }) => send(`/v1/${type}`, body)));
    expect(await eventsOf('once')).toHaveLength(4);
  });

  it('keeps no word for later than it came', async () => {
    const consent = { marketing: true };
    await send('/v1/identify', { userId: 'ahead', traits: { consent }, timestamp: '2999-01-01T00:00:00Z' });
    const path = '/v1/users/ahead/consents/marketing';
    const at = '2999-01-01T00:00:00Z';
    await server.call('PUT', path, { granted: true, source: 'test', at }, bearer(writeKey));
    await server.call('PUT', path, { granted: false, source: 'test' }, bearer(writeKey));
    expect(await profileOf('ahead')).toMatchObject({ consents: [{ granted: false }] });
  });

  it('reads times as all doors do, and refuses what is none', async () => {
    const times: readonly [unknown, string][] = [
      ['2026-03-04T05:06:07', '2026-03-04T05:06:07.000Z'],
      ['2026-03-04', '2026-03-04T00:00:00.000Z'],
      [1_772_600_767, '2026-03-04T05:06:07.000Z'],
      ['1772600767000', '2026-03-04T05:06:07.000Z'],
      ['2026-03-04 06:06:07+01:00', '2026-03-04T05:06:07.000Z'],
    ];
    for (const [index, [timestamp]] of times.entries()) {
      const message = { userId: 'times', event: 'e', messageId: `t${String(index)}`, timestamp };
      expect((await send('/v1/track', message)).status).toBe(200);
    }
    expect(((await eventsOf('times')) as { at: string }[]).map(({ at }) => at).sort()).toEqual(
      times.map(([, at]) => at).sort(),
    );
    for (const timestamp of ['2026-02-30', '06-Sep-2024', 'yesterday', '2026-03-04T25:00:00Z', true, 1e300]) {
      for (const [path, body] of [
        ['/v1/track', { userId: 'times', event: 'e', timestamp }],
        ['/v1/identify', { userId: 'times', traits: {}, sentAt: timestamp }],
      ] as const) {
        const { status, json } = await send(path, body);
        expect([status, json.problems[0].pointer]).toEqual([422, path === '/v1/track' ? '/timestamp' : '/sentAt']);
        expect(json.problems[0].expected).toMatch(/ISO 8601|text, or a number/);
      }
      const events = [{ name: 'e', at: timestamp }];
      expect((await send('/v1/decisions', { userId: 'times', events })).json).toMatchObject({
        status: 422,
        problems: [{ pointer: '/events/0/at', expected: expect.any(String) }],
      });
    }
    const { json } = await send('/v1/track', { userId: 'times', event: 'e', timestamp: '06-Sep-2024' });
    expect(json.problems[0].nearest).toBe('2024-09-06');
    const events = [{ name: 'e', at: '2026-03-04T05:06:07' }];
    expect((await send('/v1/decisions', { userId: 'times', events })).status).toBe(200);
  });

  it('says where a message is wrong and what was expected there', async () => {
    const wrong: readonly [string, object, string, string][] = [
      [
        '/v1/identify',
        { userId: 'u', traits: { consent: { marketing: 'yes' } } },
        '/traits/consent/marketing',
        'true or false',
      ],
      ['/v1/identify', { userId: 'u', traits: { consent: 'yes' } }, '/traits/consent', 'an object, or a list'],
      [
        '/v1/identify',
        { userId: 'u', consent: { marketing: false } },
        '/consent',
        'traits.consent, or context.consent.categoryPreferences',
      ],
      [
        '/v1/identify',
        { userId: 'u', context: { consent: { categoryPreferences: { ads: 1 } } } },
        '/context/consent/categoryPreferences/ads',
        'true or false',
      ],
      ['/v1/track', { userId: { id: 1 }, event: 'e' }, '/userId', 'text, or a number'],
      ['/v1/track', { userId: 'u' }, '/event', 'text'],
      ['/v1/alias', { userId: 'u' }, '/previousId', 'text, or a number'],
      ['/v1/batch', { batch: 'no' }, '/batch', 'a list'],
    ];
    for (const [path, body, pointer, expected] of wrong) {
      expect((await send(path, body)).json.problems, path).toMatchObject([{ pointer, expected }]);
    }
  });

  it('joins nobody by an id that is a word for nothing', async () => {
    const words = ['null', 'undefined', '0', 'none', 'N/A', 'anonymous', '[object Object]', '-1', 'true', ' NULL '];
    const zero = '00000000-0000-0000-0000-000000000000';
    for (const [index, userId] of [...words, zero, 0, ''].entries()) {
      const anonymousId = `visitor-${String(index)}`;
      const batch = [
        { type: 'identify', userId, anonymousId, traits: { visitor: index } },
        { type: 'track', userId, anonymousId, event: 'seen' },
        { type: 'track', userId, event: 'seen' },
        { type: 'alias', userId, previousId: anonymousId },
        { type: 'alias', userId: anonymousId, previousId: userId },
      ];
      const { json } = await send('/v1/batch', { batch });
      expect(json, String(userId)).toMatchObject({ accepted: 2, rejected: [{ index: 2 }, { index: 3 }, { index: 4 }] });
      expect(await profileOf(anonymousId)).toMatchObject({ otherIds: [], attributes: { visitor: index } });
      if (userId === '') continue;
      const decision = await send('/v1/decisions', { userId: String(userId) });
      expect(decision.json).toMatchObject({
        status: 422,
        problems: [{ pointer: '/userId', expected: 'the id of somebody' }],
      });
      const consent = { granted: true, source: 'test' };
      const path = `/v1/users/${encodeURIComponent(String(userId))}/consents/marketing`;
      expect((await server.call('PUT', path, consent, bearer(writeKey))).status).toBe(422);
      const flag = { context: { targetingKey: String(userId) } };
      expect((await send('/ofrep/v1/evaluate/flags', flag)).json).toMatchObject({ errorCode: 'TARGETING_KEY_MISSING' });
    }
    const counted = async () => {
      const { json } = await server.call('GET', '/v1/data-quality', undefined, bearer(server.keys.admin));
      return (json.events as { counts: { nobody?: number } }[]).reduce(
        (sum, { counts }) => sum + (counts.nobody ?? 0),
        0,
      );
    };
    await expect.poll(counted, { timeout: 120_000 }).toBeGreaterThan(4 * words.length);
  });

  it('takes a batch of a bounded number of messages', async () => {
    const batch = (count: number) => ({ batch: Array.from({ length: count }, () => 0) });
    expect((await send('/v1/batch', batch(2_501))).status).toBe(413);
    expect((await send('/v1/batch', batch(2_500))).json.rejected).toHaveLength(2_500);
  });

  it("corrects the sender's clock by what it says of the moment of sending", async () => {
    const wrong = (ms: number) => new Date(Date.now() - 1_000_000_000 + ms).toISOString();
    const before = Date.now();
    await send('/v1/track', { userId: 'clock', event: 'late', timestamp: wrong(-60_000), sentAt: wrong(0) });
    const [event] = (await eventsOf('clock')) as { at: string }[];
    const happened = Date.parse(event!.at) + 60_000;
    expect(happened).toBeGreaterThanOrEqual(before - 1_000);
    expect(happened).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

function basic(key: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
}
