import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { seededRandom } from '#sdk';
import { type DriftReport } from '#strata/models/proof/drift';
import { describeOnBothHomes } from '../support/database.js';
import { shopHistory } from '../support/shop-history.js';
import { startTestServer, type TestServer } from './server.js';

const MODEL = '/v1/models/natural-conversion';

describeOnBothHomes('drift of the people whom a server decides about', (home) => {
  let folder: string;
  let server: TestServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strata-live-drift-'));
    writeFileSync(join(folder, 'history.csv'), shopHistory(4000));
    server = await startTestServer(home, { DATA_DIR: folder });
    const { id } = (await server.call('POST', `${MODEL}/train`, { data: 'history.csv' })).json as {
      readonly id: string;
    };
    // The stream of events ends with the run.
    await server.call('GET', `${MODEL}/runs/${id}/events`);
    await server.call('POST', `${MODEL}/promote`, { version: 1, reason: 'a test', override: 'a test' });
  });
  afterAll(async () => {
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Decides about people; the greater `older`, the longer ago they ordered. */
  async function decide(people: number, older: number): Promise<void> {
    const random = seededRandom(older + 1);
    const requests = Array.from({ length: people }, (_, index) => {
      const orders = random.integer(8);
      return {
        userId: `u-${older}-${index}`,
        strategy: 'win-back-coupon',
        consent: ['marketing'],
        facts: {
          daysSinceLastOrder: 180 + older + random.integer(300),
          orders,
          averageOrderValue: 100,
          spend90d: random.integer(400),
          couponViews: random.integer(5),
          couponOrders: random.integer(orders + 1),
          city: ['Shanghai', 'Beijing', 'Hangzhou', undefined][random.integer(4)],
        },
      };
    });
    const { status, text } = await server.call('POST', '/v1/decisions/batch', { requests });
    expect(status).toBe(200);
    expect(text).not.toContain('"code":"INVALID');
  }

  it('is looked at by the latest decisions that a version scored', async () => {
    const nobody = await server.call('GET', `${MODEL}/drift`);
    expect(nobody).toMatchObject({ status: 200, json: { people: 0, result: 'ok' } });
    await decide(600, 0);
    const json = (await server.call('GET', `${MODEL}/drift`)).json as DriftReport;
    expect(json).toMatchObject({ model: 'natural-conversion', version: 1, calibration: null });
    expect(json.people).toBeGreaterThan(200);
    expect(json.features[0]?.index).toBeLessThan(0.3);
  });

  it('names what moved, and is a gauge of Prometheus', async () => {
    await decide(900, 1500);
    const json = (await server.call('GET', `${MODEL}/drift?version=1`)).json as DriftReport;
    expect(json.result).toBe('refused');
    expect(json.headline).toContain('days since the last order moved (stability index ');
    const chinese = await server.call('GET', `${MODEL}/drift?version=1`, undefined, { 'accept-language': 'zh-CN' });
    expect(chinese.headers.get('content-language')).toBe('zh');
    const { headline, features } = chinese.json as DriftReport;
    expect(headline).toMatch(
      /^拒绝使用：最近 \d+ 次决策中的用户不是模型学习过的那类用户：“距上次下单的天数”有变化（稳定性指数 /,
    );
    expect(features.map(({ index }) => index)).toEqual(json.features.map(({ index }) => index));
    const { text } = await server.call('GET', '/metrics');
    expect(text).toMatch(/strata_model_drift_index\{model="natural-conversion",column="daysSinceLastOrder"\} [1-9]/);
    expect(text).toContain('strata_model_drift_result{model="natural-conversion"} 2');
  });

  it('needs attention where a champion must not score such people, and none once it scores nobody', async () => {
    const drifts = async (language = 'en') => {
      const answer = await server.call('GET', '/v1/attention', undefined, { 'accept-language': language });
      const { entries } = answer.json as { readonly entries: readonly { readonly kind: string }[] };
      return entries.filter(({ kind }) => kind === 'drift');
    };
    expect(await drifts()).toMatchObject([
      {
        ...{ urgency: 'now', subject: 'model:natural-conversion', since: null, figures: { refused: 1 } },
        words: expect.stringContaining('days since the last order moved (stability index ') as string,
      },
    ]);
    // The first time that somebody asks in another language it is begun.
    await vi.waitFor(
      async () => {
        expect(await drifts('zh-CN')).toMatchObject([
          { urgency: 'now', words: expect.stringMatching(/^拒绝使用：.*“距上次下单的天数”有变化/) as string },
        ]);
      },
      { timeout: 60_000, interval: 100 },
    );
    await server.call('POST', `${MODEL}/retire`, { reason: 'a test' });
    expect(await drifts()).toEqual([]);
    expect(await drifts('zh-CN')).toEqual([]);
  });

  it('is of a published model only', async () => {
    expect(await server.call('GET', '/v1/models/nothing/drift')).toMatchObject({ status: 404 });
    expect(await server.call('GET', `${MODEL}/drift?version=x`)).toMatchObject({ status: 422 });
  });
});
