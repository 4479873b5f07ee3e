import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../e2e/server.js';
import { describeOnBothHomes } from '../support/database.js';
import { runs } from '../support/suite.js';
import { mutated, nasty, serialised } from './mutations.js';

/** Malformed messages of each home. */
const TRIES = runs(300, 1_000);
const CONCURRENT = 16;

const MESSAGES: Readonly<Record<string, object>> = {
  identify: {
    type: 'identify',
    userId: 'u-1',
    anonymousId: 'a-1',
    messageId: 'm-1',
    traits: { city: 'Shanghai', consent: { marketing: true }, list: [1, 'two', null] },
    context: { consent: { categoryPreferences: { ads: false } } },
    timestamp: '2026-01-02T03:04:05.678Z',
    sentAt: '2026-01-02T03:04:06Z',
  },
  track: {
    type: 'track',
    userId: 'u-1',
    event: 'order_placed',
    messageId: 'm-2',
    properties: { amount: 12.5, items: [{ sku: 'x', tags: ['a'] }] },
    timestamp: '2026-01-02T03:04:05.678Z',
  },
  page: { type: 'page', anonymousId: 'a-1', name: 'Home', category: 'Shop', properties: { path: '/' } },
  screen: { type: 'screen', anonymousId: 'a-1', name: 'Home', properties: {} },
  group: { type: 'group', userId: 'u-1', groupId: 'g-1', traits: { size: 3 } },
  alias: { type: 'alias', userId: 'u-1', previousId: 'a-1' },
};

const nothing = (): void => undefined;

interface BatchAnswer {
  readonly success: boolean;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly rejected: readonly { readonly problem: { readonly status: number } }[];
}

describeOnBothHomes('malformed tracking calls', (home) => {
  let server: TestServer;
  const unhandled: unknown[] = [];
  const remember = (reason: unknown) => unhandled.push(reason);
  beforeAll(async () => {
    process.on('unhandledRejection', remember);
    server = await startTestServer(home);
  });
  afterAll(async () => {
    process.off('unhandledRejection', remember);
    await server.dispose();
  });

  /** Sends all; every answer is a success or a problem document of the caller's fault. */
  const survives = async (
    requests: readonly (readonly [string, string])[],
    check: (json: BatchAnswer) => void = nothing,
  ) => {
    for (let first = 0; first < requests.length; first += CONCURRENT) {
      const group = requests.slice(first, first + CONCURRENT);
      const answers = await Promise.all(group.map(([path, body]) => server.call('POST', path, body)));
      answers.forEach(({ status, json, headers }, index) => {
        expect(status, group[index]!.join(' ').slice(0, 600)).toBeLessThan(500);
        if (status === 200) {
          check(json as BatchAnswer);
          return;
        }
        expect(headers.get('content-type')).toMatch('application/problem+json');
        const problem = json as { readonly status: unknown; readonly code: unknown };
        expect(problem.status).toBe(status);
        expect(problem.code).toBeTypeOf('string');
      });
    }
  };

  it('are refused one by one', async () => {
    const types = Object.keys(MESSAGES);
    const calls = fc.constantFrom(...types).chain((type) => {
      const bodies = fc.oneof({ weight: 6, arbitrary: mutated(MESSAGES[type]!) }, nasty);
      return bodies.map((body) => [`/v1/${type}`, serialised(body)] as const);
    });
    await survives(fc.sample(calls, { numRuns: TRIES / 2, seed: 20_261_122 }));
  });

  it('are counted in a batch, and the right ones among them are kept', async () => {
    const message = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Object.values(MESSAGES)).chain(mutated) },
      { weight: 1, arbitrary: nasty },
    );
    const batches = fc.oneof(
      { weight: 8, arbitrary: fc.array(message, { maxLength: 9 }).map((batch) => ({ batch, sentAt: new Date(0) })) },
      { weight: 1, arbitrary: mutated({ batch: Object.values(MESSAGES), sentAt: '2026-01-02T03:04:06Z' }) },
      { weight: 1, arbitrary: nasty },
    );
    const bodies = fc.sample(batches, { numRuns: TRIES / 10, seed: 20_261_122 }).map(serialised);
    await survives(
      bodies.map((body) => ['/v1/batch', body]),
      ({ success, accepted, duplicates, refused, rejected }) => {
        expect(success).toBe(true);
        for (const count of [accepted, duplicates, refused, rejected.length]) expect(count).toBeGreaterThanOrEqual(0);
        for (const { problem } of rejected) expect(problem.status).toBeLessThan(500);
      },
    );
  });

  it('leave the server alive and clean', async () => {
    expect(unhandled).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    const batch = Object.values(MESSAGES);
    expect((await server.call('POST', '/v1/batch', { batch })).json).toMatchObject({ rejected: [] });
  });
});
