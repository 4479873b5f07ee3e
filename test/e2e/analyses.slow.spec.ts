/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOn } from '../support/database.js';
import { englishLeft } from '../support/english-left.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const PEOPLE = 120;
const DAY = 86_400_000;
/** Who looks around often clicks ads. */
const visitsOf = (n: number): number => n % 8;
const clicks = (n: number): boolean => visitsOf(n) >= 4;

const offer = { id: 'spring', title: 'The spring ad', faceValue: 0.6, redemptionRate: 1, contactCost: 0 };
/** Who is what by a score, by a stage that rules tell, and by what is expected: a segment, a strategy and a campaign each. */
const CHAMPIONS = ['champions', 'active', 'valuable'] as const;
const goal = { event: 'order_placed', value: 'amount', within: 'P14D', margin: 0.5, orderValue: 100 };
const documents = {
  facts: {
    orders: {
      type: 'number',
      from: { events: { name: 'order_placed', measure: 'count' } },
      words: 'number of orders',
      translations: { zh: { words: '订单数' } },
    },
    visits: { type: 'number', from: { events: { name: 'visit', measure: 'count' } }, words: 'visits' },
    email: { type: 'string', from: { profile: 'email' }, words: 'e-mail address' },
    // Whether there is an address, so that no file of a run holds it.
    reachable: {
      type: 'string',
      from: { firstOf: [{ when: { fact: 'email', operator: 'exists', value: true }, is: 'yes' }, { is: 'no' }] },
      words: 'reachable by ads',
    },
    persona: { type: 'string', from: { computed: { analysis: 'personas', output: 'persona' } }, words: 'persona' },
    group: {
      type: 'string',
      from: { computed: { analysis: 'rfm', output: 'segment', maxAge: 'P7D' } },
      words: 'group',
    },
    lastOrder: {
      type: 'number',
      from: { events: { name: 'order_placed', measure: 'daysSinceLast' } },
      words: 'days since the last order',
    },
    stage: {
      type: 'string',
      from: {
        firstOf: [
          { when: { fact: 'lastOrder', operator: 'lessThan', value: 3 }, is: 'active' },
          { when: { fact: 'orders', operator: 'greaterThan', value: 0 }, is: 'dormant' },
        ],
      },
      words: 'stage',
    },
    worth: {
      type: 'number',
      unit: 'money',
      from: { computed: { analysis: 'value', output: 'expectedValue', maxAge: 'P7D' } },
      words: 'expected value',
    },
  },
  segments: [
    { id: 'champions', title: 'Champions', condition: { fact: 'group', operator: 'equal', value: 'champions' } },
    { id: 'active', title: 'Active', condition: { fact: 'stage', operator: 'equal', value: 'active' } },
    { id: 'valuable', title: 'Valuable', condition: { fact: 'worth', operator: 'greaterThan', value: 2600 } },
    { id: 'reachable', title: 'Reachable by ads', condition: { fact: 'reachable', operator: 'equal', value: 'yes' } },
  ],
  models: [
    {
      ...{ id: 'ad-click', title: 'Clicks an ad within a week', plugin: 'logistic-regression', task: 'binary' },
      ...{ label: { event: 'ad_clicked', within: 'P7D' }, samples: { every: 'P1D', most: 3 } },
      ...{ features: ['visits'], minimum: { positives: 50, negatives: 50 }, refit: false },
    },
  ],
  strategies: [
    ...CHAMPIONS.map((segment) => ({
      ...{ id: `thanks-${segment}`, title: 'Thanks', goal: { ...goal, natural: { rate: 0.1 } }, segment },
      baseline: { title: 'All of them', offer: 'gift' },
      offers: [{ ...offer, id: 'gift', title: 'A gift', faceValue: 5, response: { rate: 0.4 } }],
    })),
    {
      ...{
        id: 'spring-ad',
        title: 'The spring ad',
        goal: { ...goal, natural: { rate: 0.05 } },
        consent: 'advertising',
      },
      segment: 'reachable',
      predictive: { rankBy: { model: 'ad-click' }, onFailure: 'baseline' },
      baseline: { title: 'Who bought most', rankBy: { fact: 'orders', order: 'desc' }, offer: 'spring' },
      offers: [{ ...offer, response: { rate: 0.2 } }],
      limits: { audience: 20 },
      experiment: { seed: 'spring-ad', holdout: 0.2 },
    },
  ],
  campaigns: [
    ...CHAMPIONS.map((segment) => ({
      ...{ id: `to-${segment}`, title: 'Thanks', strategy: `thanks-${segment}` },
      ...{ audience: { stored: true }, out: { format: 'csv' } },
    })),
    {
      ...{
        id: 'spring-ad-google',
        title: 'The spring ad, on Google',
        strategy: 'spring-ad',
        audience: { stored: true },
      },
      out: { customerMatch: { platform: 'google' } },
    },
  ],
  analyses: [
    {
      ...{ id: 'rfm', title: 'Scores', kind: 'rfm', purchases: { event: 'order_placed', value: 'amount' } },
      ...{ stages: { fact: 'stage' }, publishes: { segment: 'string', score: 'string' } },
    },
    {
      ...{ id: 'value', title: 'Value', kind: 'lifetime-value', purchases: { event: 'order_placed', value: 'amount' } },
      publishes: { expectedValue: 'number' },
    },
    {
      ...{ id: 'channels', title: 'What channels are worth', kind: 'attribution', within: 'P30D' },
      ...{ conversion: { event: 'order_placed', value: 'amount' }, touches: { channel: 'source' } },
    },
    {
      ...{
        id: 'personas',
        title: 'Personas',
        kind: 'personas',
        plugin: 'k-means',
        options: { clusters: 2, restarts: 1 },
      },
      ...{ features: ['orders', 'visits'], publishes: { persona: 'string' } },
    },
    {
      ...{ id: 'mix', title: 'What advertising brings', kind: 'marketing-mix', data: 'weeks.csv' },
      ...{ target: 'revenue', channels: [{ channel: 'TV', spend: 'tv' }], season: 0, trend: 'none', holdOut: 8 },
    },
  ],
};

describeOn('pglite', 'what is found out about customers', (home) => {
  let server: GuardedServer;
  let data: string;
  const ask = (method: string, path: string, body?: unknown) =>
    server.call(method, path, body, bearer(server.keys.marketer));
  const serve = (path: string, body: unknown) => server.call('POST', path, body, bearer(server.keys.service));
  const track = async (batch: readonly object[]) => {
    for (let from = 0; from < batch.length; from += 500) {
      expect((await serve('/v1/batch', { batch: batch.slice(from, from + 500) })).status).toBe(200);
    }
  };

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'weeks-'));
    await writeFile(join(data, 'weeks.csv'), WEEKS);
    server = await startGuardedServer(home, { DATA_DIR: data });
    const { json } = await ask('POST', '/v1/releases', documents);
    await server.follows(json.release.hash);
    await track(Array.from({ length: PEOPLE }, (_, n) => historyOf(n, Date.now())).flat());
  });
  afterAll(async () => {
    await server.dispose();
    await rm(data, { recursive: true });
  });

  /** Follows something until it is at rest. */
  const followed = async (path: string) => {
    const { text } = await ask('GET', `${path}/events`);
    return JSON.parse(text.trimEnd().split('\ndata: ').at(-1)!);
  };
  const analysed = async (id: string) => {
    const started = await ask('POST', `/v1/analyses/${id}/run`, {});
    expect(started).toMatchObject({ status: 202, json: { state: 'queued', analysis: id, version: null } });
    const path = `/v1/analyses/${id}/runs/${String(started.json.id)}`;
    expect(started.headers.get('location')).toBe(path);
    return await followed(path);
  };
  const ran = async (campaign: string) => {
    const { json } = await ask('POST', '/v1/campaigns', { campaign });
    return await followed(`/v1/campaigns/${String(json.id)}`);
  };
  const listOf = async ({ id }: { readonly id: string }) => {
    const { text } = await ask('GET', `/v1/campaigns/${id}/audience?format=csv`);
    const [, ...lines] = text.trim().split('\n');
    return lines.map((line) => line.split(','));
  };

  it('is asked by marketers, of analyses that there are', async () => {
    expect((await serve('/v1/analyses/rfm/run', {})).status).toBe(403);
    expect((await server.call('GET', '/v1/analyses/rfm/report')).status).toBe(401);
    const unknown = await ask('POST', '/v1/analyses/rfms/run', {});
    expect(unknown).toMatchObject({ status: 404, json: { problems: [{ nearest: 'rfm' }] } });
    expect((await ask('GET', '/v1/analyses/rfm/report')).status).toBe(404);
    expect((await ask('POST', '/v1/analyses/rfm/rollback', { reason: 'none' })).status).toBe(404);
    expect(await ask('POST', '/v1/analyses/rfm/run', { data: 'x.csv' })).toMatchObject({ json: { code: 'BAD_FILE' } });
  });

  it('is published, with the stages of everybody', async () => {
    expect(await analysed('rfm')).toMatchObject({ state: 'succeeded', version: 1, people: PEOPLE / 2, warning: null });
    expect(await analysed('value')).toMatchObject({ state: 'succeeded', version: 1, people: PEOPLE / 2 });
    const { report } = (await ask('GET', '/v1/analyses/rfm/report')).json;
    const sizes = report.stages.stages.map((each: object) => Object.values(each).slice(0, 2));
    expect(new Map(sizes).get(null)).toBe(PEOPLE / 2);
  });

  it.each(CHAMPIONS)(
    'is a fact that campaigns, decisions and segments find in the same people: %s',
    async (segment) => {
      const requests = Array.from({ length: PEOPLE }, (_, n) => ({
        userId: `u${String(n)}`,
        strategy: `thanks-${segment}`,
        dryRun: true,
      }));
      const live: string[] = [];
      for (let from = 0; from < PEOPLE; from += 100) {
        const { json } = await serve('/v1/decisions/batch', { requests: requests.slice(from, from + 100) });
        const decisions = json.results.map(({ decision }: { readonly decision: object }) => decision);
        for (const { userId, outcome } of decisions) if (outcome === 'offer') live.push(userId);
      }
      const { json: preview } = await ask('POST', '/v1/segments/preview', { condition: { condition: segment } });
      const run = await ran(`to-${segment}`);
      expect(run).toMatchObject({ state: 'ready', error: null });
      const chosen = (await listOf(run)).map(([user]) => user).sort();
      expect(chosen.length).toBe(preview.result.count);
      expect(chosen.length).toBeGreaterThan(1);
      expect(chosen.length).toBeLessThan(PEOPLE / 2);
      expect(chosen).toEqual(live.sort());
    },
  );

  it('is kept by version, and an earlier one counts again', async () => {
    expect(await analysed('rfm')).toMatchObject({ state: 'succeeded', version: 2 });
    const back = await ask('POST', '/v1/analyses/rfm/rollback', { reason: 'the day was not over' });
    expect(back).toMatchObject({ status: 200, json: { version: 1, people: PEOPLE / 2, withdrawnAt: null } });
    expect((await ask('GET', '/v1/analyses/rfm/report')).json).toMatchObject({ version: 1 });
    const { versions } = (await ask('GET', '/v1/analyses/rfm/versions')).json;
    expect(versions).toMatchObject([
      { version: 2, withdrawnAt: expect.any(String) },
      { version: 1, withdrawnAt: null },
    ]);
    expect((await ask('POST', '/v1/analyses/rfm/rollback', { reason: 'further' })).status).toBe(409);
    const audit = await server.call(
      'GET',
      '/v1/audit?subject=analysis:rfm&limit=1',
      undefined,
      bearer(server.keys.admin),
    );
    expect(audit.json.changes).toMatchObject([{ what: 'analysis.rolledBack', after: { version: 1 } }]);
  });

  it('is kept in personas that the next run knows again', async () => {
    expect(await analysed('personas')).toMatchObject({ state: 'succeeded', version: 1, people: PEOPLE });
    expect(await analysed('personas')).toMatchObject({ state: 'succeeded', version: 2, people: PEOPLE });
    const { report } = (await ask('GET', '/v1/analyses/personas/report')).json;
    expect(report).toMatchObject({ people: PEOPLE, kept: 1, ended: [] });
    const { json } = await ask('GET', '/v1/users/u7/facts');
    expect(json.facts.find(({ name }: { readonly name: string }) => name === 'persona').value).toMatch(
      /^persona-[12]$/,
    );
  });

  it('is cancelled while it runs and put in again, of the table that its document names', async () => {
    const started = await ask('POST', '/v1/analyses/mix/run', {});
    expect(started).toMatchObject({ status: 202, json: { source: 'weeks.csv' } });
    const path = `/v1/analyses/mix/runs/${String(started.json.id)}`;
    expect((await ask('POST', `${path}/retry`)).status).toBe(409);
    expect((await ask('DELETE', path)).status).toBe(200);
    expect(await followed(path)).toMatchObject({ state: 'cancelled', version: null });
    expect((await ask('DELETE', path)).status).toBe(409);
    expect((await serve(`${path}/retry`, {})).status).toBe(403);
    expect(await ask('POST', `${path}/retry`)).toMatchObject({ status: 202, json: { state: 'queued' } });
    expect(await followed(path)).toMatchObject({ state: 'succeeded', version: 1, error: null });
    const { report, source } = (await ask('GET', '/v1/analyses/mix/report')).json;
    expect([source, report.weeks, report.channels.length]).toEqual(['weeks.csv', 64, 1]);
  });

  it('tells what channels are worth, as JSON and as a page', async () => {
    expect(await analysed('channels')).toMatchObject({ state: 'succeeded', version: 1, people: null });
    const { report } = (await ask('GET', '/v1/analyses/channels/report')).json;
    expect(report).toMatchObject({ source: 'stored events', conversions: expect.any(Number) });
    expect((await ask('GET', '/v1/analyses/channels/report.html')).text).toContain('no way to credit proves');
    const chinese = { ...bearer(server.keys.marketer), 'accept-language': 'zh-CN, en;q=0.8' };
    for (const id of ['channels', 'rfm', 'personas']) {
      const page = await server.call('GET', `/v1/analyses/${id}/report.html`, undefined, chinese);
      expect([page.status, page.headers.get('content-language'), englishLeft(page.text)]).toEqual([200, 'zh', []]);
      expect(page.text).toContain('<html lang="zh">');
    }
  });

  it('predicts who clicks an ad, hands the platform their hashed addresses, and measures clicks and orders', async () => {
    const { json: training } = await ask('POST', '/v1/models/ad-click/train', {});
    expect(await followed(`/v1/models/ad-click/runs/${String(training.id)}`)).toMatchObject({
      state: 'succeeded',
      error: null,
    });
    const promote = { version: 1, reason: 'the first', override: 'there is no other' };
    const promoted = await server.call('POST', '/v1/models/ad-click/promote', promote, bearer(server.keys.admin));
    expect(promoted.status).toBe(200);

    const run = await ran('spring-ad-google');
    expect(run).toMatchObject({ state: 'ready', error: null });
    const rows = await listOf(run);
    const of = (outcome: string) =>
      rows.filter((row) => row[4] === outcome).map(([user = '']) => Number(user.slice(1)));
    const [shown, heldOut] = [of('offer'), of('holdout')];
    expect([...shown, ...heldOut].every(clicks)).toBe(true);
    expect(heldOut.length).toBeGreaterThan(1);
    expect(run.manifest.match).toMatchObject({ people: shown.length, withEmail: shown.length, withPhone: 0 });
    // Every third person did not consent, and every fifth has no address.
    const stopped = (code: string) =>
      run.manifest.stopped.find((each: { readonly code: string }) => each.code === code).people;
    expect([stopped('NO_CONSENT'), stopped('SEGMENT_MISS')]).toEqual([PEOPLE / 3, (PEOPLE / 5) * (2 / 3)]);
    const { text } = await ask('GET', `/v1/campaigns/${String(run.id)}/audience?part=match`);
    expect(text.trim().split('\n').slice(1)).toEqual(shown.map(() => expect.stringMatching(/^[0-9a-f]{64},$/)));

    const files = await readdir(join(server.config.home, 'campaigns', run.id), {
      recursive: true,
      withFileTypes: true,
    });
    const kept = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    );
    expect(kept.length).toBeGreaterThan(1);
    expect([...kept, JSON.stringify(run)].filter((bytes) => bytes.includes('@example'))).toEqual([]);

    const clicked = shown.filter((_, place) => place % 2 === 0);
    for (const n of clicked) {
      const said = { id: `click-${String(n)}`, userId: `u${String(n)}`, strategy: 'spring-ad' };
      const answer = await serve('/v1/outcomes', { ...said, event: 'ad_clicked', redeemed: true });
      expect(answer.json).toMatchObject({ decisionId: expect.any(String) });
    }
    const order = (n: number) => ({
      ...{ type: 'track', userId: `u${String(n)}`, event: 'order_placed', messageId: `after-${String(n)}` },
      properties: { amount: 100 },
    });
    await track([...clicked.slice(0, 10), ...heldOut.slice(0, 1)].map(order));
    const { json: results } = await ask('GET', '/v1/campaigns/spring-ad-google/results');
    expect(results.treated).toMatchObject({ contacts: shown.length, conversions: 10, redeemed: clicked.length });
    expect(results.holdout).toMatchObject({ users: heldOut.length, conversions: 1 });
    expect(results.result.cost).toBeCloseTo(clicked.length * 0.6, 6);
  });
});

/** A person, and what it did until now; every second one bought. */
function historyOf(n: number, now: number): readonly object[] {
  const userId = `u${String(n)}`;
  const did = (event: string, days: number, properties: object = {}) => ({
    ...{ type: 'track', userId, event, messageId: `${userId}-${event}-${String(days)}`, properties },
    timestamp: new Date(now - days * DAY - 60_000).toISOString(),
  });
  const traits = {
    ...(n % 5 === 0 ? {} : { email: `user.${String(n)}@example.com` }),
    consent: { advertising: n % 3 !== 0 },
  };
  const orders = n % 2 === 1 ? 1 + (n % 6) : 0;
  return [
    { type: 'identify', userId, traits },
    ...Array.from({ length: visitsOf(n) }, (_, visit) => did('visit', 20 + visit, { source: 'search' })),
    ...(clicks(n) ? [did('ad_clicked', 6, { source: 'ad' })] : []),
    ...Array.from({ length: orders }, (_, order) => did('order_placed', (n % 7) + order * 9, { amount: 10 + n })),
  ];
}

/** Weeks in which each unit that was spent brought some ten. */
const WEEKS = [
  'week,revenue,tv',
  ...Array.from({ length: 64 }, (_, week) => {
    const tv = (week * 37) % 100;
    const day = new Date(Date.UTC(2024, 0, 1) + week * 7 * DAY).toISOString().slice(0, 10);
    return `${day},${String(2_000 + 10 * tv + ((week * 53) % 60))},${String(tv)}`;
  }),
].join('\n');
