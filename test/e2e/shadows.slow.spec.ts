import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { type ShadowReport } from '#strata/decisions/shadows';
import { describeOn } from '../support/database.js';
import { shopHistory } from '../support/shop-history.js';
import { bearer, type GuardedServer, startGuardedServer, startTestServer, type TestServer } from './server.js';

const MODEL = 'natural-conversion';

// What is stored of shadows is tested on both homes where it is stored (decisions/shadows).
describeOn('pglite', 'what rides along on a server', (home) => {
  let folder: string;
  let server: TestServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strata-shadows-'));
    writeFileSync(join(folder, 'history.csv'), shopHistory(3000));
    server = await startTestServer(home, { DATA_DIR: folder });
    for (const version of [1, 2]) {
      const { id } = (await server.call('POST', `/v1/models/${MODEL}/train`, { data: 'history.csv' })).json as {
        readonly id: string;
      };
      // The stream of events ends with the run.
      await server.call('GET', `/v1/models/${MODEL}/runs/${id}/events`);
      if (version === 1) await server.call('POST', `/v1/models/${MODEL}/promote`, { version, reason: 'a test', override: 'a test' }); // prettier-ignore
    }
  });
  afterAll(async () => {
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const decide = async (people: number, seed: number): Promise<void> => {
    const random = seededRandom(seed);
    const requests = Array.from({ length: people }, (_, index) => ({
      userId: `u-${String(seed)}-${String(index)}`,
      strategy: 'win-back-coupon',
      consent: ['marketing'],
      facts: {
        daysSinceLastOrder: 180 + random.integer(300),
        orders: random.integer(8),
        averageOrderValue: 100,
        spend90d: random.integer(400),
        couponViews: random.integer(5),
        couponOrders: 0,
        city: 'Shanghai',
      },
    }));
    expect((await server.call('POST', '/v1/decisions/batch', { requests })).status).toBe(200);
  };
  const start = async (body: object): Promise<string> => {
    const answer = await server.call('POST', '/v1/shadows', body);
    expect(answer.status).toBe(200);
    return (answer.json as { readonly id: string }).id;
  };
  const reportAfter = async (id: string, seen: number): Promise<ShadowReport> => {
    for (;;) {
      const report = (await server.call('GET', `/v1/shadows/${id}`)).json as ShadowReport;
      if (report.shadow.seen >= seen || report.shadow.problem !== null) return report;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it('is a version of a model, whose scores stand beside those that decided', async () => {
    const id = await start({ model: { id: MODEL, version: 2 } });
    await decide(60, 1);
    const { scores, all } = await reportAfter(id, 60);
    expect(scores).toMatchObject({ failed: 0, judged: null, settled: 0 });
    expect(scores!.scored).toBe(all.decisions);
    expect(scores!.scored).toBeGreaterThan(20);
    // Trained on the same rows by the same seed.
    expect(scores!.correlation).toBeCloseTo(1, 6);
    expect(all).toMatchObject({ gained: { decisions: 0 }, lost: { decisions: 0 }, changed: { decisions: 0 } });
    const stopped = await server.call('DELETE', `/v1/shadows/${id}`);
    expect(stopped.json).toMatchObject({ shadow: { state: 'stopped' }, all: { decisions: all.decisions } });
    expect((await server.call('GET', `/v1/shadows?model=${MODEL}`)).json).toMatchObject({
      shadows: [{ id, version: 2 }],
    });
    expect((await server.call('GET', `/v1/models/${MODEL}/stages`)).json).toMatchObject({
      model: MODEL,
      shadows: [{ shadow: { id, state: 'stopped' }, all: { decisions: all.decisions } }],
    });
  });

  it('is a release that nobody published, which sees stored facts that the published one does not read', async () => {
    const current = (await server.call('GET', '/readyz')).json as { readonly release: string };
    const { documents } = (await server.call('GET', `/v1/releases/${current.release}`)).json as {
      readonly documents: { readonly facts: object; readonly strategies: readonly { readonly id: string }[] };
    };
    const facts = {
      ...documents.facts,
      shoeSize: { type: 'number', from: { profile: 'shoeSize' }, words: 'shoe size' },
    };
    const segment = { fact: 'shoeSize', operator: 'greaterThan', value: 45 };
    const strategies = documents.strategies.map((one) => (one.id === 'win-back-coupon' ? { ...one, segment, predictive: undefined } : one)); // prettier-ignore
    await server.call('POST', '/v1/identify', { userId: 'u-2-3', traits: { shoeSize: 47 } });
    const id = await start({ title: 'Large shoes', documents: { ...documents, facts, strategies, campaigns: [] } });
    await decide(40, 2);
    const { all, shadow } = await reportAfter(id, 40);
    expect(shadow).toMatchObject({ title: 'Large shoes', model: null, failed: 0, problem: null });
    expect(all).toMatchObject({ decisions: 40, changed: { decisions: 0 } });
    expect(all.lost.why[0]).toMatchObject({ stage: 'segment' });
    expect(all.lost.decisions).toBeGreaterThan(all.live.offers - 2);
    await server.call('DELETE', `/v1/shadows/${id}`);
  });

  it('is refused with what is wrong', async () => {
    const refused = async (body: object) => server.call('POST', '/v1/shadows', body);
    expect(await refused({ model: { id: MODEL, version: 9 } })).toMatchObject({ status: 404 });
    expect(await refused({ share: 0.5 })).toMatchObject({ status: 422 });
    expect(await refused({ documents: { facts: {}, strategies: [{}] } })).toMatchObject({ status: 422, json: { code: 'INVALID_DOCUMENT' } }); // prettier-ignore
    expect(await server.call('GET', '/v1/shadows/019aa9c5-7d1e-7c52-b6a1-5f0c4f0f2b11')).toMatchObject({ status: 404 });
  });
});

describe('shadows', () => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await startGuardedServer('pglite');
  });
  afterAll(() => server.dispose());

  it('are a marketer’s: a service neither starts nor reads them', async () => {
    const asked = async (role: 'service' | 'marketer') =>
      (await server.call('GET', '/v1/shadows', undefined, bearer(server.keys[role]))).status;
    expect([await asked('service'), await asked('marketer')]).toEqual([403, 200]);
  });
});
