import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ModelRecord } from '#strata/models/proof/stages';
import { ModelRegistry } from '#strata/models/registry';
import { openDatabase } from '#strata/platform/database';
import { shopHistory } from '../support/shop-history.js';
import { describeOn, describeOnBothHomes } from '../support/database.js';
import { startTestServer, type TestServer } from './server.js';

const MODEL = '/v1/models/natural-conversion-readable';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-data-'));
  writeFileSync(join(folder, 'history.csv'), shopHistory(4000));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeOnBothHomes('models by the API', (home) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(home, { DATA_DIR: folder });
  });
  afterAll(() => server.dispose());

  const call = caller(() => server);
  const ended = async (id: string): Promise<Body> => {
    const run = async () => (await call('GET', `${MODEL}/runs/${id}`)).json;
    await expect.poll(async () => (await run()).state, { timeout: 120_000 }).toMatch(/succeeded|failed|cancelled/);
    return await run();
  };

  it('are drafts until they are trained', async () => {
    const { json } = await call('GET', '/v1/model-standings');
    expect(json.models).toContainEqual({
      model: 'natural-conversion-readable',
      title: expect.any(String) as string,
      stage: 'draft',
      champion: null,
      newest: null,
    });
  });

  it('are trained as a job, which can be followed', async () => {
    const asked = await call('POST', `${MODEL}/train`, { data: 'history.csv', seed: 7 });
    expect(asked).toMatchObject({
      status: 202,
      json: { state: 'queued', source: 'history.csv', seed: 7, by: 'local' },
    });
    expect(asked.headers.get('location')).toBe(`${MODEL}/runs/${asked.json.id}`);
    const events = await call('GET', `${MODEL}/runs/${asked.json.id}/events`);
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    const last = events.text.trimEnd().split('\ndata: ').at(-1)!;
    expect(JSON.parse(last)).toMatchObject({ state: 'succeeded', version: 1 });
    const { json } = await call('GET', `${MODEL}/versions`);
    expect(json.versions).toMatchObject([{ version: 1, stage: 'trained', seed: 7, evidence: [] }]);
    expect((await call('GET', `${MODEL}/versions/1/curves`)).json.curves.coverage.length).toBeGreaterThan(5);
    expect((await call('GET', `${MODEL}/curves`)).status).toBe(404);
  });

  it('keep why a training failed; it can be retried', async () => {
    const minimum = 1_000_000;
    const { json } = await call('POST', `${MODEL}/train`, { data: 'history.csv', minimum });
    expect(await ended(json.id)).toMatchObject({ state: 'failed', error: { code: 'TOO_FEW_EXAMPLES' }, version: null });
    expect(JSON.stringify(await ended(json.id))).not.toContain(folder);
    expect((await call('GET', '/metrics')).text).toContain('strata_jobs_ended_total{kind="train",state="failed"}');
    expect((await call('DELETE', `${MODEL}/runs/${json.id}`)).status).toBe(409);
    expect(await call('POST', `${MODEL}/runs/${json.id}/retry`)).toMatchObject({ status: 202 });
    expect(await ended(json.id)).toMatchObject({ state: 'failed' });
  });

  it('learn from the stored history, of which a new server has too little', async () => {
    const { json } = await call('POST', `${MODEL}/train`, {});
    expect(await ended(json.id)).toMatchObject({ state: 'failed', error: { code: 'TOO_FEW_EXAMPLES' } });
  });

  it('list their runs in pages', async () => {
    const first = await call('GET', `${MODEL}/runs?limit=1`);
    expect(first.json.runs).toMatchObject([{ state: 'failed' }]);
    const second = await call('GET', `${MODEL}/runs?limit=1&cursor=${first.json.next!}`);
    expect(second.json).toMatchObject({ runs: [{ state: 'failed' }] });
  });

  it('can be cancelled while they train', async () => {
    const { json } = await call('POST', `${MODEL}/train`, { data: 'history.csv' });
    expect((await call('DELETE', `${MODEL}/runs/${json.id}`)).status).toBe(200);
    expect(await ended(json.id)).toMatchObject({ state: 'cancelled', version: null });
    const { json: audit } = await call('GET', '/v1/audit?subject=model:natural-conversion-readable&limit=1');
    expect(audit.changes).toMatchObject([{ what: 'training.cancelled', who: 'local' }]);
  });

  it('become champion with evidence or an override, and go back', async () => {
    const refused = await call('POST', `${MODEL}/promote`, { reason: 'now' });
    expect(refused).toMatchObject({ status: 409, json: { code: 'STAGE_MISSING' } });
    expect(refused.json.problems).toHaveLength(4);
    const promote = { version: 1, reason: 'launch', override: 'launch day' };
    expect(await call('POST', `${MODEL}/promote`, promote)).toMatchObject({
      status: 200,
      json: { stage: 'champion', override: { by: 'local', reason: 'launch day' } },
    });
    expect((await call('GET', `${MODEL}/curves`)).json).toMatchObject({ version: 1 });
    expect((await call('POST', `${MODEL}/rollback`, { reason: 'none before' })).status).toBe(409);
    expect((await call('POST', `${MODEL}/retire`, { reason: 'rules again' })).json.stage).toBe('retired');
    expect((await call('POST', `${MODEL}/rollback`, { reason: 'back' })).json.stage).toBe('champion');
    const { json } = await call('GET', `${MODEL}/promotions`);
    expect(json.promotions.map(({ action }) => action)).toEqual(['rolled-back', 'retired', 'promoted']);
    const missing = { result: 'missing', next: expect.stringContaining('strata ') as string };
    expect((await call('GET', `${MODEL}/stages`)).json).toMatchObject({
      champion: 1,
      versions: [{ version: 1, stage: 'champion', stages: [missing, missing, missing] }],
      promotions: json.promotions,
      shadows: [],
    });
  });

  it('are told in Chinese to whom asks for it', async () => {
    const ask = (path: string) => server.call('GET', `${MODEL}${path}`, undefined, { 'accept-language': 'zh-CN' });
    const answers = [await ask('/stages'), await ask('/versions'), await ask('/versions/1')];
    expect(answers.map(({ headers }) => headers.get('content-language'))).toEqual(['zh', 'zh', 'zh']);
    const record = answers[0]?.json as ModelRecord;
    expect(record.versions[0]?.stages.map(({ meaning }) => meaning)).toEqual([
      '在未参与学习的用户上评估',
      '在历史数据上与人工规则比较',
      '在真实用户的实验中与人工规则比较',
    ]);
  });

  it('answer what the API says they do', async () => {
    const places = ['stages', 'versions', 'versions/1', 'versions/1/curves', 'curves', 'drift', 'promotions', 'runs'];
    for (const path of ['/v1/model-standings', ...places.map((place) => `${MODEL}/${place}`)])
      expect((await call('GET', path)).status, path).toBe(200);
  });

  it('answer what they do not understand', async () => {
    const code = async (method: string, path: string, body?: unknown) =>
      (await call(method, `${MODEL}${path}`, body)).json.code;
    for (const data of ['nowhere.csv', '../history.csv', '/etc/passwd', '.', 'a\u0000b']) {
      expect(await code('POST', '/train', { data }), data).toBe('BAD_FILE');
    }
    expect(await code('POST', '/train', { sed: 1 })).toBe('INVALID_REQUEST');
    expect(await code('GET', '/runs?cursor=x')).toBe('INVALID_REQUEST');
    expect(await code('GET', '/runs/%00')).toBe('NOT_FOUND');
    expect(await code('GET', '/versions/9')).toBe('NOT_FOUND');
    expect(await code('GET', '/versions/x')).toBe('INVALID_REQUEST');
    expect(await code('POST', '/promote', { version: 9, reason: 'x' })).toBe('NOT_FOUND');
    expect((await call('POST', '/v1/models/natural-conversio/train', {})).json).toMatchObject({
      code: 'NOT_FOUND',
      problems: [{ nearest: 'natural-conversion' }],
    });
  });
});

describeOn('postgres', 'evidence', (home) => {
  it('takes a version to the top without an override', async () => {
    const server = await startTestServer(home, { DATA_DIR: folder });
    const call = caller(() => server);
    const database = await openDatabase(server.config);
    try {
      const { json } = await call('POST', `${MODEL}/train`, { data: 'history.csv' });
      await call('GET', `${MODEL}/runs/${json.id}/events`);
      const registry = new ModelRegistry(database);
      for (const stage of ['validated', 'backtested', 'live'] as const) {
        const proof = { modelId: 'natural-conversion-readable', version: 1, passed: true, by: 'ann' };
        await registry.recordEvidence({ ...proof, stage, report: { stage } });
      }
      const { json: proven } = await call('GET', `${MODEL}/versions/1`);
      expect(proven).toMatchObject({ stage: 'live', evidence: [{ report: { stage: 'live' } }, {}, {}] });
      const { json: champion } = await call('POST', `${MODEL}/promote`, { reason: 'proven' });
      expect(champion).toMatchObject({ stage: 'champion', override: null });
    } finally {
      await database.close();
      await server.dispose();
    }
  });
});

/** What the API of models answers, as far as it is read here. */
interface Body {
  readonly id: string;
  readonly state: string;
  readonly stage: string;
  readonly code: string;
  readonly next: string | null;
  readonly problems: readonly unknown[];
  readonly models: readonly unknown[];
  readonly versions: readonly unknown[];
  readonly runs: readonly unknown[];
  readonly changes: readonly unknown[];
  readonly promotions: readonly { readonly action: string }[];
  readonly curves: { readonly coverage: readonly unknown[] };
}

function caller(server: () => TestServer) {
  return async (method: string, path: string, body?: unknown) => {
    const answered = await server().call(method, path, body);
    return { ...answered, json: answered.json as Body };
  };
}
