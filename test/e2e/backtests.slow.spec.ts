import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backtestLadder } from '#strata/measurement/backtest';
import { ModelRegistry } from '#strata/models/registry';
import { openDatabase } from '#strata/platform/database';
import { openPluginHost, defaultPluginDirectories } from '#strata/plugin-host';
import { describeOn } from '../support/database.js';
import { NATURAL, RESPONSE, SEGMENTS, STRATEGY, writeMailings } from '../support/mailings.js';
import { startTestServer, type TestServer } from './server.js';

const BACKTESTS = '/v1/strategies/coupon/backtests';
const strategy = { ...STRATEGY, trigger: { fact: 'deals', operator: 'greaterThan', value: 0 } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-backtests-'));
  await writeMailings(join(folder, 'train.csv'), { rows: 4000, seed: 1 });
  await writeMailings(join(folder, 'later.csv'), { rows: 8000, seed: 2 });
  const number = (profile: string) => ({ type: 'number', from: { profile }, words: profile });
  const facts = { need: number('need'), deals: number('deals'), days: number('days') };
  await writeDocument('facts.json', { facts });
  for (const segment of SEGMENTS) await writeDocument(`segments/${segment.id}.json`, segment);
  for (const model of [NATURAL, RESPONSE]) await writeDocument(`models/${model.id}.json`, model);
  await writeDocument('strategies/coupon.json', strategy);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeDocument(name: string, document: object): Promise<void> {
  const file = join(folder, 'rules', name);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify(document));
}

describeOn('postgres', 'backtests by the API', (home) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(home, { DATA_DIR: folder, RULES_DIR: join(folder, 'rules') });
    for (const { id } of [NATURAL, RESPONSE]) {
      const asked = await server.call('POST', `/v1/models/${id}/train`, { data: 'train.csv', minimum: 50 });
      const run = asked.json as { readonly id: string };
      await server.call('GET', `/v1/models/${id}/runs/${run.id}/events`);
    }
  });
  afterAll(() => server.dispose());

  const ended = async (body: object) => {
    const asked = await server.call('POST', '/v1/strategies/coupon/backtest', body);
    expect(asked).toMatchObject({ status: 202, json: { state: 'queued', report: null, by: 'local' } });
    const at = asked.headers.get('location')!;
    expect(at).toBe(`${BACKTESTS}/${(asked.json as { id: string }).id}`);
    await server.call('GET', `${at}/events`);
    return (await server.call('GET', at)).json as {
      readonly id: string;
      readonly state: string;
      readonly report: { readonly source: string; readonly verdict: object };
    };
  };

  it('say what each layer earns, as the command does', async () => {
    const found = await ended({ compare: 'ladder', data: 'later.csv', seed: 3 });
    expect(found).toMatchObject({ state: 'succeeded', compare: 'ladder', source: 'later.csv', progress: 1 });
    const database = await openDatabase(server.config);
    const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
    try {
      const file = join(folder, 'later.csv');
      const request = { strategy, documents: [NATURAL, RESPONSE], segments: SEGMENTS, seed: 3 };
      const source = { kind: 'file', file } as const;
      const ladder = await backtestLadder({ ...request, source, host, registry: new ModelRegistry(database) });
      expect(found.report).toEqual(JSON.parse(JSON.stringify({ ...ladder, source: 'later.csv' })));
    } finally {
      await host.close();
      await database.close();
    }
  });

  it('compare the models with the human rule, and leave evidence', async () => {
    const { state, report } = await ended({ data: 'later.csv', audience: { share: 0.4 } });
    expect(state).toBe('succeeded');
    expect(report).toMatchObject({ source: 'later.csv', plan: { by: 'audience' }, verdict: { sentences: [{}, {}] } });
    const version = await server.call('GET', '/v1/models/natural/versions/1');
    expect(version.json).toMatchObject({
      evidence: [{ stage: 'backtested', by: 'local', report: { source: 'later.csv' } }],
    });
    const list = await server.call('GET', `${BACKTESTS}?limit=1`);
    expect(list.json).toMatchObject({ backtests: [{ compare: 'selectors' }], next: expect.any(String) as string });
  });

  it('follow the first proof of a version, which is a job, too: what thresholds earn, what drives scores, and groups', async () => {
    const judge = async (body: object): Promise<unknown> => {
      const asked = await server.call('POST', '/v1/models/natural/evaluate', body);
      expect(asked).toMatchObject({ status: 202, json: { state: 'queued', passed: null, by: 'local' } });
      const at = asked.headers.get('location')!;
      await server.call('GET', `${at}/events`);
      return (await server.call('GET', at)).json;
    };
    const body = { version: 1, data: 'later.csv', strategy: 'coupon', by: 'deals' };
    const done = { state: 'succeeded', version: 1, passed: true, strategy: 'coupon', source: 'later.csv', progress: 1 };
    expect(await judge(body)).toMatchObject(done);
    const version = await server.call('GET', '/v1/models/natural/versions/1');
    const { evidence } = version.json as { readonly evidence: readonly { readonly report: Record<string, unknown> }[] };
    expect(evidence[0]).toMatchObject({ stage: 'validated', passed: true, by: 'local' });
    const { file, profit, trades, explanation, fairness } = evidence[0]!.report;
    expect({ file, profit, explanation, fairness }).toMatchObject({
      file: 'later.csv',
      profit: { role: 'natural', strategy: 'coupon', offer: 'coupon-20' },
      explanation: { drivers: [{ feature: 'need' }, { feature: 'deals' }] },
      fairness: { by: 'deals' },
    });
    expect((trades as readonly object[]).at(-1)).toMatchObject({ share: 1, money: { contacted: 0 } });
    const wrong = await judge({ data: 'later.csv', by: 'deels' });
    expect(wrong).toMatchObject({ state: 'failed', error: { code: 'BAD_COLUMN', problems: [{ nearest: 'deals' }] } });
    const nobody = await server.call('POST', '/v1/models/natural/evaluate', { strategy: 'coupn' });
    expect(nobody.json).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('say what policies would have brought, from a file or from what was decided', async () => {
    const found = await ended({ compare: 'policies', policies: ['strategy', 'nothing'], data: 'later.csv' });
    expect(found).toMatchObject({ state: 'succeeded', compare: 'policies', source: 'later.csv' });
    expect(found.report).toMatchObject({
      source: 'later.csv',
      policies: [{ policy: 'strategy' }, { policy: 'nothing' }],
    });
    // Nobody was decided about.
    const none = await ended({ compare: 'policies', policies: ['arm:any', { policy: 'bandit', explore: 0.1 }] });
    expect(none).toMatchObject({ state: 'failed', source: 'decisions', error: { code: 'TOO_FEW_EXAMPLES' } });
  });

  it('keep why they failed, without saying where files lie', async () => {
    const found = await ended({ data: 'later.csv', treatment: 'ofer' });
    expect(found).toMatchObject({ state: 'failed', error: { code: 'BAD_COLUMN' }, report: null });
    expect(JSON.stringify(found)).not.toContain(folder);
    const again = await server.call('POST', `${BACKTESTS}/${found.id}/retry`);
    expect(again).toMatchObject({ status: 202, json: { id: found.id, state: 'queued', error: null } });
  });

  it('answer what they do not understand', async () => {
    const code = async (body: object, id = 'coupon') =>
      ((await server.call('POST', `/v1/strategies/${id}/backtest`, body)).json as { readonly code: string }).code;
    expect(await code({ data: '../later.csv' })).toBe('BAD_FILE');
    expect(await code({ trigger: 'deals' })).toBe('INVALID_REQUEST');
    expect(await code({ policies: ['uniform'] })).toBe('INVALID_REQUEST');
    expect(await code({ compare: 'policies' })).toBe('INVALID_REQUEST');
    expect(await code({ compare: 'policies', policies: ['anybody'] })).toBe('INVALID_REQUEST');
    expect(await code({ compare: 'policies', policies: ['uniform'], label: 'bought' })).toBe('INVALID_REQUEST');
    expect(await code({ compare: 'ladder', by: 'deals' })).toBe('INVALID_REQUEST');
    expect(await code({ budget: 10, audience: { people: 5 } })).toBe('INVALID_REQUEST');
    expect(await code({}, 'coupn')).toBe('NOT_FOUND');
    const nobody = await server.call('GET', `${BACKTESTS}/${'0'.repeat(36)}`);
    expect(nobody.json).toMatchObject({ code: 'NOT_FOUND' });
  });
});
