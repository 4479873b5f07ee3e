import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOn } from '../support/database.js';
import { shopHistory } from '../support/shop-history.js';
import { strata } from '../support/strata.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const [STRATEGY, MODEL, PEOPLE] = ['win-back', 'churn', 300] as const;

/** Everything is done by commands beside a server that has the embedded database open, as an operator would. */
describeOn('pglite', 'the last stage of a model', (home) => {
  let folder: string;
  let server: GuardedServer;
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strata-stage-'));
    writeFileSync(file('history.csv'), shopHistory(1500));
    for (const name of ['models', 'strategies']) mkdirSync(file(`rules/${name}`), { recursive: true });
    for (const [name, content] of Object.entries(RULES)) writeFileSync(file(name), JSON.stringify(content));
    server = await startGuardedServer(home, { RULES_DIR: file('rules') });
    vi.stubEnv('STRATA_HOME', server.config.home);
    vi.stubEnv('STRATA_ADMIN_KEY', server.keys.admin);
    vi.stubEnv('RULES_DIR', file('rules'));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const done = async (...argv: string[]): Promise<string> => {
    const { code, out, err } = await strata(...argv);
    expect({ argv, code, err }).toEqual({ argv, code: 0, err: '' });
    return out;
  };
  const read = async (...more: string[]) => await done('experiment', 'readout', STRATEGY, ...more);

  /** Decides about everybody; of the arm by the model two thirds buy, of the other one a third. */
  const decideAndBuy = async (): Promise<void> => {
    const post = (path: string, body: unknown) => server.call('POST', path, body, bearer(server.keys.service));
    const requests = Array.from({ length: PEOPLE }, (_, n) => ({
      ...{ userId: `u${String(n)}`, strategy: STRATEGY, facts: { orders: n % 8, spend90d: 10, age: 30 } },
    }));
    const answers: { readonly userId: string; readonly arm: string }[] = [];
    for (let from = 0; from < PEOPLE; from += 100) {
      const answer = await post('/v1/decisions/batch', { requests: requests.slice(from, from + 100) });
      expect(answer.status).toBe(200);
      const { results } = answer.json as {
        readonly results: readonly { readonly decision: (typeof answers)[number] }[];
      };
      answers.push(...results.map(({ decision }) => decision));
    }
    const buyers = answers.filter(({ arm }, n) => (arm === 'model' ? n % 3 > 0 : n % 3 === 0));
    const batch = buyers.map(({ userId }) => ({
      ...{ type: 'track', userId, event: 'order_placed', messageId: userId, properties: { amount: 50 } },
    }));
    expect((await post('/v1/batch', { batch })).json).toMatchObject({ accepted: buyers.length, rejected: [] });
    expect(buyers.length).toBeGreaterThan(PEOPLE / 4);
  };

  it('is planned, read as planned, recorded through the server, and lets the model become champion', async () => {
    for (const seed of ['1', '2']) {
      await done('train', MODEL, '--data', file('history.csv'), '--label', 'order_placed', '--seed', seed);
      await done('evaluate', MODEL, '--data', file('history.csv'), '--label', 'order_placed', '--version', seed);
    }
    await done('models', 'promote', MODEL, '1', '--override', 'for its experiment');

    const planned = await done('experiment', 'plan', STRATEGY, '--model', MODEL, '--rate', '30%', '--effect', '80%', '--per-day', '100', '--any-time', '--write'); // prettier-ignore
    expect(planned).toContain('free to be read at any time');
    const { experiment } = JSON.parse(readFileSync(file(`rules/strategies/${STRATEGY}.json`), 'utf8')) as {
      readonly experiment: { readonly plan: { readonly people: number } };
    };
    expect(experiment).toMatchObject({ arms: { model: 0.5, baseline: 0.5 }, plan: { model: MODEL, effect: 0.8 } });
    const { hash } = JSON.parse(await done('rules', 'push', '--reason', 'its experiment', '--json')) as {
      readonly hash: string;
    };
    await server.follows(hash);
    await decideAndBuy();

    expect(await read()).toContain('to see 80 % more conversion, read at any time.');
    expect(await strata('experiment', 'readout', STRATEGY, '--record', MODEL, '--level', '0.9')).toMatchObject({
      code: 2,
    });
    const refused = await strata('models', 'promote', MODEL, '2', '--reason', 'newer');
    expect(refused.err).toContain('there is no evidence of "live"');
    expect(refused.err).toContain(`strata experiment plan STRATEGY --model ${MODEL}`);
    expect(await read('--record', MODEL)).toContain(`Recorded: version 1 of ${MODEL} passed stage 3 (live).`);
    const shown = await done('models', 'show', MODEL);
    expect(shown).toContain('Ship model: conversion of model differs by +');
    expect(shown).toContain('Planned: ');
    expect(shown).toContain('champion without');
    expect(shown).toContain('for its experiment');
  });

  it('is recorded over HTTP by a marketer, with a reason that the audit log keeps', async () => {
    const record = (body: object, role: 'service' | 'marketer' = 'marketer') =>
      server.call('POST', `/v1/experiments/${STRATEGY}/evidence`, body, bearer(server.keys[role]));
    const asked = { model: MODEL, reason: 'enough people came' };
    expect(await record(asked)).toMatchObject({
      status: 200,
      json: {
        ...{ model: MODEL, version: 1, arm: 'model', passed: true },
        words: expect.stringContaining('Ship model: ') as string,
      },
    });
    const log = await server.call('GET', '/v1/audit?limit=1', undefined, bearer(server.keys.admin));
    expect(log.json).toMatchObject({
      changes: [
        {
          ...{ what: 'model.evidence-recorded', subject: `model:${MODEL}` },
          who: expect.stringContaining('a marketer of this test') as string,
          after: { version: 1, stage: 'live', passed: true, reason: 'enough people came' },
        },
      ],
    });
    const refused: readonly (readonly [number, object, object])[] = [
      [422, { model: MODEL }, { code: 'INVALID_REQUEST' }],
      [422, { ...asked, model: 'chrun' }, { problems: [{ pointer: '/model', nearest: MODEL }] }],
      [422, { ...asked, arm: 'modle' }, { problems: [{ pointer: '/arm', nearest: 'model' }] }],
      [404, { ...asked, version: 9 }, { code: 'NOT_FOUND' }],
      [409, { ...asked, version: 2 }, { code: 'CONFLICT' }],
    ];
    for (const [status, body, json] of refused) expect(await record(body)).toMatchObject({ status, json });
    expect((await record(asked, 'service')).status).toBe(403);
    const unknown = await server.call('POST', '/v1/experiments/win-bak/evidence', asked, bearer(server.keys.admin));
    expect(unknown.status).toBe(404);
  });
});

const RULES = {
  'rules/facts.json': {
    facts: {
      orders: { type: 'number', from: { profile: 'orders' }, words: 'orders' },
      spend90d: { type: 'number', unit: 'money', from: { profile: 'spend90d' }, words: 'spend in 90 days' },
      age: { type: 'number', from: { profile: 'age' }, words: 'age' },
    },
  },
  'rules/models/churn.json': {
    id: MODEL,
    title: 'Orders again',
    plugin: 'logistic-regression',
    task: 'binary',
    label: { event: 'order_placed', within: 'P14D' },
    features: ['orders', 'spend90d', 'age'],
  },
  'rules/strategies/win-back.json': {
    id: STRATEGY,
    title: 'Win back',
    goal: { event: 'order_placed', value: 'amount', within: 'P14D', margin: 0.5, orderValue: 50, natural: { rate: 0 } },
    segment: { all: [{ fact: 'orders', operator: 'greaterThanInclusive', value: 0 }] },
    predictive: {
      when: { fact: 'score', params: { model: MODEL }, operator: 'greaterThan', value: 0 },
      onFailure: 'baseline',
    },
    baseline: { title: 'Nobody', when: { all: [{ fact: 'orders', operator: 'lessThan', value: 0 }] }, offer: 'coupon' },
    offers: [
      { id: 'coupon', title: 'A coupon', faceValue: 4, redemptionRate: 1, contactCost: 1, response: { rate: 0.9 } },
    ],
  },
};
