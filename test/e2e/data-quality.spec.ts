import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { startTestServer, type TestServer } from './server.js';

describeOnBothHomes('the data quality of a server', (home) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(home);
  });
  afterAll(() => server.dispose());

  it('counts what the tracking API takes and rejects', async () => {
    const good = { type: 'track', userId: 'u1', event: 'order_placed', messageId: 'm1', properties: { amount: 5 } };
    const sent = await server.call('POST', '/v1/batch', { batch: [good, good, { ...good, event: '' }] });
    expect(sent.json).toMatchObject({ accepted: 1, duplicates: 1 });
    // Within the two seconds after which counts are written, and some for a busy machine.
    await expect
      .poll(async (): Promise<unknown> => (await server.call('GET', '/v1/data-quality?days=1')).json, {
        timeout: 20_000,
        interval: 250,
      })
      .toMatchObject({
        events: [
          {
            name: 'order_placed',
            counts: { received: 2, duplicates: 1 },
            schema: {
              learnedFrom: 2,
              learning: true,
              properties: [{ name: 'amount', types: ['number'], required: true }],
            },
          },
          {
            name: '…',
            counts: { rejected: 1 },
            issues: [{ issue: 'rejected', property: 'event', count: 1 }],
            schema: null,
          },
        ],
      });
    const one = await server.call('GET', '/v1/data-quality?event=other');
    expect([one.status, one.json]).toMatchObject([200, { events: [] }]);
  });

  it('tells why messages and rows were rejected, never what they said', async () => {
    const body = { userId: 'u1', event: 'order_placed', timestamp: 'jane@example.org' };
    expect((await server.call('POST', '/v1/track', body)).status).toBe(422);
    const batch = [
      { type: 'jane@example.org' },
      { type: 'identify', userId: 'u1', traits: { consent: { 'jane@example.org': 'x' } } },
      { type: 'track', event: 'order_placed' },
      { type: 'track', event: 'order_placed', userId: 'u1', properties: { text: 'x'.repeat(40_000) } },
    ];
    expect((await server.call('POST', '/v1/batch', { batch })).json).toMatchObject({ accepted: 0 });
    const reasons = async () => {
      const answer = await server.call('GET', '/v1/data-quality?days=2');
      const { events } = answer.json as {
        readonly events: readonly { readonly name: string; readonly issues: readonly object[] }[];
      };
      expect(answer.text).not.toContain('jane');
      return events.map(({ name, issues }) => [name, ...issues]);
    };
    const rejected = (property: string) =>
      expect.objectContaining({ issue: 'rejected', property, count: 1 }) as unknown;
    await expect.poll(reasons, { timeout: 20_000, interval: 250 }).toEqual([
      ['order_placed', ...['size', 'timestamp', 'userId'].map(rejected)],
      ['…', ...['consent', 'event', 'type'].map(rejected)],
    ]);
  });

  it('is described and refuses what it does not understand', async () => {
    for (const query of ['days=0', 'days=x', 'dayz=1', 'event=']) {
      expect((await server.call('GET', `/v1/data-quality?${query}`)).status, query).toBe(422);
    }
    const described = await server.call('GET', '/openapi.json');
    expect(described.json).toMatchObject({
      paths: { '/v1/data-quality': { get: { description: expect.stringContaining('marketer') as string } } },
    });
  });
});
