import 'reflect-metadata';
import { join } from 'node:path';
import { Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configureHttp, createHttpAdapter, endpointsWithoutRole } from '#strata/platform/http';
import { DUTY } from '#strata/platform/modules';
import { createLogger } from '#strata/platform/telemetry';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { loadDocuments } from '../documents/load.js';
import { type PluginCatalogue } from '../checks/context/plugin-catalogue.js';
import { publishOnFirstStart } from '../releases/publish.js';
import { ReleaseStore } from '../releases/release-store.js';
import { PLUGIN_CATALOGUE } from './tokens.js';
import { validateDocuments } from '../checks/validate.js';
import { DOCUMENT_CONTROLLERS } from './documents.controller.js';
import { ReleasesController } from './releases.controller.js';

const rules = join(import.meta.dirname, '..', '..', '..', 'rules');
/** Those that the shipped documents name. */
const KINDS = {
  'neural-network': 'scorer',
  'logistic-regression': 'scorer',
  'lifetime-value': 'lifetime',
  'k-means': 'clusterer',
  hybrid: 'recommender',
};
const plugins: PluginCatalogue = {
  plugins: new Map(Object.entries(KINDS).map(([id, kind]) => [id, { manifest: { kind, tasks: ['binary'] } }])),
  parseOptions: () => ({ ok: true }),
};

interface Answer extends Record<string, unknown> {
  readonly releases: readonly { readonly hash: string }[];
  readonly problems: unknown;
  readonly documents: { readonly facts: unknown };
}

it('opens no endpoint without a role', () => {
  expect(endpointsWithoutRole([ReleasesController, ...DOCUMENT_CONTROLLERS])).toEqual([]);
});

describeOnBothHomes('the API of releases', (home) => {
  let database: Database;
  let app: NestFastifyApplication;
  let shipped: Record<string, unknown>;

  beforeAll(async () => {
    database = await freshDatabase(home);
    const store = new ReleaseStore(database);
    Logger.overrideLogger(false);
    const log = createLogger({ logLevel: 'silent' });
    @Module({
      controllers: [ReleasesController, ...DOCUMENT_CONTROLLERS],
      providers: [
        { provide: ReleaseStore, useValue: store },
        { provide: PLUGIN_CATALOGUE, useValue: plugins },
        { provide: DUTY, useValue: { kind: 'server' } },
      ],
    })
    class ReleasesApi {}
    app = await NestFactory.create<NestFastifyApplication>(ReleasesApi, createHttpAdapter(log));
    configureHttp(app, log);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    shipped = { ...validateDocuments(await loadDocuments(rules)).documents };
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const call = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await app.inject({ method, url: `/v1/${path}`, ...(body === undefined ? {} : { payload: body }) });
    return { status: answer.statusCode, body: answer.json<Answer>() };
  };

  it('says that nothing was published yet', async () => {
    expect((await call('GET', 'strategies')).status).toBe(503);
    expect((await call('GET', 'releases')).body).toEqual({ releases: [], next: null });
  });

  it('publishes the rules on first start, and only then', async () => {
    const store = new ReleaseStore(database);
    const first = await publishOnFirstStart(store, rules, { plugins });
    expect(await publishOnFirstStart(store, rules, { plugins })).toBeNull();
    expect((await call('GET', 'releases')).body.releases).toMatchObject([{ hash: first?.hash, action: 'first start' }]);
  });

  it('changes nothing where the documents are current', async () => {
    expect(await call('POST', 'releases', shipped)).toMatchObject({
      status: 200,
      body: { changed: false, warnings: [] },
    });
  });

  it('publishes, pages the history and rolls back', async () => {
    const first = (await call('GET', 'releases')).body.releases[0]!.hash;
    const pushed = await call('POST', 'releases', { ...shipped, strategies: [], campaigns: [] });
    expect(pushed).toMatchObject({ status: 200, body: { changed: true } });
    const page = await call('GET', 'releases?limit=1');
    expect(page.body).toMatchObject({ releases: [{ action: 'push', current: true }] });
    const rest = await call('GET', `releases?limit=5&before=${String(page.body['next'])}`);
    expect(rest.body).toMatchObject({ releases: [{ hash: first }], next: null });
    expect(await call('POST', 'releases/rollback', {})).toMatchObject({
      status: 200,
      body: { release: { hash: first } },
    });
    expect(await call('POST', 'releases/rollback', { hash: first })).toMatchObject({ status: 409 });
  });

  it('gives a release by the beginning of its hash, and the documents of the current one', async () => {
    const { releases } = (await call('GET', 'releases')).body;
    const found = await call('GET', `releases/${releases[0]!.hash.slice(0, 20)}`);
    expect(found.body.documents.facts).toEqual(shipped['facts']);
    expect((await call('GET', 'strategies/win-back-coupon')).body).toMatchObject({ offers: [{ id: 'coupon-20' }] });
    expect((await call('GET', 'facts/city')).body).toMatchObject({ name: 'city', type: 'string' });
    expect((await call('GET', 'models')).body['models']).toHaveLength((shipped['models'] as unknown[]).length);
    expect((await call('GET', 'segments')).body['segments']).toHaveLength((shipped['segments'] as unknown[]).length);
  });

  it('lists all publications page by page, and why each was made', async () => {
    const store = new ReleaseStore(database);
    const { facts, segments, models, strategies } = validateDocuments(await loadDocuments(rules)).documents!;
    const count = 105;
    for (let index = 0; index < count; index++) {
      const title = `Version ${String(index)}`;
      const changed = [...segments, { id: 'changing', title, condition: { all: [] } }];
      await store.push({ facts, segments: changed, models, strategies }, 'test', `step ${String(index)}`);
    }
    const first = (await call('GET', 'releases?limit=100')).body;
    expect(first.releases).toHaveLength(100);
    expect(first.releases[0]).toMatchObject({ reason: `step ${String(count - 1)}` });
    expect(first['next']).toBeTypeOf('number');
    const rest = (await call('GET', `releases?limit=100&before=${String(first['next'])}`)).body;
    expect(rest.releases.length).toBeGreaterThanOrEqual(count - 100);
    expect(rest['next']).toBeNull();
  }, 60_000);

  it('keeps why something is published', async () => {
    await call('POST', 'releases?reason=back%20to%20normal', shipped);
    expect((await call('GET', 'releases?limit=1')).body.releases[0]).toMatchObject({ reason: 'back to normal' });
    expect((await call('POST', 'releases?reason=%1b%5B2J', shipped)).status).toBe(422);
    await call('POST', 'releases/rollback', { steps: 1, reason: 'it was worse' });
    expect((await call('GET', 'releases?limit=1')).body.releases[0]).toMatchObject({ reason: 'it was worse' });
    await call('POST', 'releases', shipped);
  });

  it('says of each document when it was changed last, by whom and why, and how it was brought', async () => {
    const url = '/v1/segments/active-customers?reason=a%20better%20name';
    const { body: segment } = await call('GET', 'segments/active-customers');
    const payload = { ...segment, title: 'Active' };
    const { statusCode } = await app.inject({ method: 'PUT', url, payload, headers: { 'if-match': '*' } });
    expect(statusCode).toBe(200);
    const changesOf = async () =>
      (await call('GET', 'document-changes?collection=segments')).body['changes'] as Answer[];
    const changed = { id: 'active-customers', reason: 'a better name', action: 'push', by: 'unknown' };
    expect(await changesOf()).toContainEqual(expect.objectContaining(changed));
    const versions = (await call('GET', 'segments/active-customers/versions')).body['versions'];
    expect(versions).toMatchObject([{ document: { title: 'Active' }, reason: 'a better name', action: 'push' }, {}]);
    await call('POST', 'releases/rollback', { steps: 1, reason: 'the old one was clearer' });
    const back = { id: 'active-customers', reason: 'the old one was clearer', action: 'rollback' };
    expect(await changesOf()).toContainEqual(expect.objectContaining(back));
    const others = (await changesOf()).filter(({ id }) => id !== 'active-customers');
    expect(others.every(({ reason }) => reason !== 'the old one was clearer')).toBe(true);
  });

  it('warns of an event that nothing stored has, although a near one has many', async () => {
    await database.run((manager) =>
      manager.query(`insert into event_schemas (name, learned_from) values ('order_placed', 344)`),
    );
    const odd = { type: 'number', from: { events: { name: 'order_place', measure: 'count' } }, words: 'odd' };
    const documents = { facts: { odd } };
    const warnings = [{ pointer: '/facts/odd/from/events/name', nearest: 'order_placed' }];
    expect((await call('POST', 'validate', documents)).body).toMatchObject({ valid: true, warnings });
    expect((await call('POST', 'releases', documents)).body).toMatchObject({ warnings });
    await call('POST', 'releases', shipped);
  });

  it('refuses a fact with a name that no object may have', async () => {
    const url = '/v1/facts/__proto__';
    const payload = { type: 'string', from: { profile: 'x' }, words: 'x' };
    expect((await app.inject({ method: 'PUT', url, payload })).statusCode).toBe(422);
  });

  it('names the nearest document', async () => {
    expect(await call('GET', 'segments/dormant-customer')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', problems: [{ nearest: 'dormant-customers' }] },
    });
    expect((await call('GET', 'facts/constructor')).status).toBe(404);
    expect((await call('GET', 'releases/%00%27')).status).toBe(404);
  });

  it('refuses to publish what is not valid, with every problem', async () => {
    const broken = { ...shipped, segments: [], factz: {} };
    const refused = await call('POST', 'releases', broken);
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_DOCUMENT' } });
    expect(refused.body.problems).toContainEqual(expect.objectContaining({ pointer: '/factz', nearest: 'facts' }));
    const checked = await call('POST', 'validate', broken);
    expect(checked).toMatchObject({ status: 200, body: { valid: false, problems: refused.body.problems } });
    const valid = { valid: true, problems: [], warnings: [], explained: null };
    expect((await call('POST', 'validate', shipped)).body).toEqual(valid);
  });

  it('tells a document that is not published in sentences of the language that is asked for', async () => {
    const path = '/v1/validate?explain=segment/dormant-customers';
    const told = async (language: string) => {
      const headers = { 'accept-language': language };
      return await app.inject({ method: 'POST', url: path, headers, payload: shipped });
    };
    const english = await told('de, en;q=0.5');
    expect(english.headers).toMatchObject({ 'content-language': 'en', vary: 'accept-language' });
    expect(english.json()).toMatchObject({
      explained: {
        kind: 'segment',
        sections: [{ title: 'Who', sentences: ['A person who has not ordered for at least 180 days.'] }],
      },
    });
    const chinese = await told('zh-CN, en;q=0.5');
    expect(chinese.headers['content-language']).toBe('zh');
    expect(chinese.json()).toMatchObject({
      explained: { sections: [{ title: '人群', sentences: ['已至少 180 天未下单的人。'] }] },
    });
    expect((await call('POST', 'validate?explain=segment/dormant-customer', shipped)).status).toBe(404);
  });

  it('checks one document in its place among the others: what is wrong in it, and what it breaks elsewhere', async () => {
    const dormant = (condition: object) => ({ id: 'dormant-customers', title: 'Dormant', condition });
    const check = (id: string, body: object) => call('POST', `segments/${id}/validate`, body);
    const wrong = dormant({ all: [{ fact: 'order', operator: 'greaterThan', value: 1 }] });
    expect(await check('dormant-customers', wrong)).toMatchObject({
      status: 200,
      body: { valid: false, problems: [{ pointer: '/condition/all/0/fact', nearest: 'orders' }] },
    });
    const cyclic = (await check('dormant-customers', dormant({ all: [{ condition: 'active-customers' }] }))).body;
    expect(cyclic).toMatchObject({ valid: false });
    const other = await check('another-id', dormant({ all: [] }));
    expect(other.body.problems).toEqual([expect.objectContaining({ pointer: '/id', expected: '"another-id"' })]);
    const right = dormant({ all: [{ fact: 'orders', operator: 'greaterThan', value: 1 }] });
    expect((await check('dormant-customers', right)).body).toMatchObject({
      valid: true,
      problems: [],
      explained: { kind: 'segment', id: 'dormant-customers' },
    });
    expect((await call('GET', 'segments/dormant-customers')).body).not.toMatchObject({ title: 'Dormant' });
    const fact = { type: 'number', from: { profile: 'x' } };
    expect((await call('POST', 'facts/x/validate', fact)).body.problems).toMatchObject([{ pointer: '/words' }]);
  });

  it('answers requests that it does not understand', async () => {
    for (const query of ['limit=0', 'limit=x', 'before=-1', 'page=2']) {
      expect((await call('GET', `releases?${query}`)).body['code'], query).toBe('INVALID_REQUEST');
    }
    for (const body of [{ hash: 7 }, { steps: 0 }, { step: 1 }, []]) {
      expect((await call('POST', 'releases/rollback', body)).body['code']).toBe('INVALID_REQUEST');
    }
    for (const body of [[], { facts: [] }, { facts: {}, segments: 'x' }, { facts: {}, models: [null, 7] }]) {
      expect((await call('POST', 'releases', body)).status).toBe(422);
    }
  });
});
