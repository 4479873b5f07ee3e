/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const PEOPLE = 300;

const documents = {
  facts: {
    orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'number of orders' },
    basket: { type: 'number', unit: 'money', from: { profile: 'basket' }, words: 'basket' },
  },
  segments: [
    {
      id: 'buyers',
      title: 'Bought before',
      condition: { all: [{ fact: 'orders', operator: 'greaterThanInclusive', value: 2 }] },
    },
  ],
  strategies: [
    {
      id: 'gift',
      title: 'A gift for buyers',
      goal: {
        event: 'order_placed',
        value: 'amount',
        within: 'P14D',
        margin: 0.5,
        orderValue: 100,
        natural: { rate: 0.1 },
      },
      consent: 'marketing',
      segment: 'buyers',
      baseline: { title: 'Everybody', offer: 'gift' },
      offers: [
        { id: 'gift', title: 'A gift', faceValue: 5, redemptionRate: 1, contactCost: 1, response: { rate: 0.5 } },
      ],
      limits: { budget: 5_000, perUser: { contacts: 1, within: 'P7D' } },
      experiment: { seed: 'gift', holdout: 0.2 },
    },
    {
      id: 'basket',
      title: 'A coupon for the basket',
      goal: {
        event: 'order_placed',
        within: 'P14D',
        margin: 0.5,
        orderValue: { fact: 'basket' },
        natural: { rate: 0.1 },
      },
      segment: { all: [{ fact: 'basket', operator: 'greaterThan', value: 0 }] },
      baseline: { title: 'Everybody', offer: 'five' },
      offers: [{ id: 'five', title: 'Five', faceValue: 5, redemptionRate: 0, contactCost: 1, response: { rate: 0.3 } }],
      limits: { budget: 10_000, shadowPrices: { maxAge: 'P7D' } },
    },
  ],
  campaigns: [
    {
      id: 'gifts',
      title: 'Gifts',
      strategy: 'gift',
      audience: { files: 'people-*.csv', id: 'user', consent: { marketing: 'agreed' } },
      out: { format: 'csv', to: 'lists' },
    },
  ],
};

/** A step of a preview, as far as it is said. */
interface SaidStep {
  readonly words: string;
  readonly examples: readonly { readonly reasons: readonly { readonly words: string }[] }[];
}

describeOnBothHomes('campaigns', (home) => {
  let server: GuardedServer;
  let data: string;
  const ask = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    server.call(method, path, body, { ...bearer(server.keys.marketer), ...headers });
  const serve = (path: string, body: unknown) => server.call('POST', path, body, bearer(server.keys.service));

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'campaigns-'));
    const rows = Array.from({ length: PEOPLE }, (_, n) => `u${String(n)},${String(n % 3)},${String(n % 5 !== 0)}`);
    await writeFile(join(data, 'people-1.csv'), ['user,orders,agreed', ...rows, ''].join('\n'));
    server = await startGuardedServer(home, { DATA_DIR: data });
    const { json } = await ask('POST', '/v1/releases', documents);
    await server.follows(json.release.hash);
  });
  afterAll(async () => {
    await server.dispose();
    await rm(data, { recursive: true });
  });

  /** A run from its start to its rest, followed by server-sent events. */
  async function ran(body: object) {
    const started = await ask('POST', '/v1/campaigns', body);
    expect(started.status).toBe(202);
    expect(started.headers.get('location')).toBe(`/v1/campaigns/${String(started.json.id)}`);
    const { text } = await ask('GET', `/v1/campaigns/${String(started.json.id)}/events`);
    const runs = text
      .split('\n\n')
      .flatMap((event) => (event === '' ? [] : [JSON.parse(event.slice(event.indexOf('{')))]));
    const last = runs.at(-1);
    expect((await ask('GET', `/v1/campaigns/${String(started.json.id)}`)).json).toEqual(last);
    return last;
  }

  async function listOf(run: { id: string }, query = '') {
    const { status, text } = await ask('GET', `/v1/campaigns/${run.id}/audience${query}`);
    expect(status).toBe(200);
    const [head = '', ...lines] = text.trim().split('\n');
    const names = head.trim().split(',');
    return lines.map((line) =>
      Object.fromEntries(
        line
          .trim()
          .split(',')
          .map((cell, n) => [names[n] ?? '', cell]),
      ),
    );
  }

  const decide = async (userId: string) =>
    (await serve('/v1/decisions', { userId, strategy: 'gift', facts: { orders: 2 }, consent: ['marketing'] })).json;

  it('are looked at before they run, published or not', async () => {
    const { status, json } = await ask('POST', '/v1/campaigns/preview', { campaign: 'gifts' });
    expect(status).toBe(200);
    expect(json).toMatchObject({ campaign: 'gifts', strategy: 'gift', base: PEOPLE, exact: true, examined: PEOPLE });
    expect(json.stopped).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'NO_CONSENT', count: 60 }),
        expect.objectContaining({ code: 'SEGMENT_MISS', count: 160 }),
      ]),
    );
    const [, bought] = json.steps;
    expect(bought).toMatchObject({
      pointer: '/condition/all/0',
      segment: 'buyers',
      left: { count: 80, interval: null },
    });
    expect(bought.examples).toHaveLength(5);
    expect(bought.examples[0].reasons[0].words).toMatch(/^\d orders? \(needed: at least 2\)$/);
    const document = { ...documents.campaigns[0], title: 'A draft' };
    expect((await ask('POST', '/v1/campaigns/preview', { document, sample: 100 })).json.exact).toBe(false);
    expect((await ask('POST', '/v1/campaigns/preview', { campaign: 'gift' })).status).toBe(404);
    expect((await ask('POST', '/v1/campaigns/preview', { document: { ...document, strategy: 'nobody' } })).status).toBe(
      422,
    );
    expect((await ask('POST', '/v1/campaigns/preview', { campaign: 'gifts', sample: 1 })).status).toBe(422);
    expect((await ask('GET', '/v1/campaigns')).json.runs).toEqual([]);
  });

  it('are looked at by two callers at a time', async () => {
    const look = () => ask('POST', '/v1/campaigns/preview', { campaign: 'gifts' });
    const looks = await Promise.all([look(), look(), look()]);
    expect(looks.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    const refused = looks.find(({ status }) => status === 429)!;
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.json).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      problems: [{ expected: expect.stringContaining('to end') }],
    });
    expect((await look()).status).toBe(200);
  });

  it('of nobody say what to do', async () => {
    const document = { strategy: 'gift', audience: { stored: true } };
    const { status, json } = await ask('POST', '/v1/campaigns/preview', { document });
    expect(status).toBe(200);
    expect(json).toMatchObject({ base: 0, notes: [expect.stringContaining('import people')] });
  });

  it('are looked at in the language that is asked for', async () => {
    const chinese = { 'accept-language': 'zh-CN' };
    const nobody = { document: { strategy: 'gift', audience: { stored: true } } };
    const { headers, json } = await ask('POST', '/v1/campaigns/preview', nobody, chinese);
    expect(headers.get('content-language')).toBe('zh');
    expect(json).toMatchObject({ notes: [expect.stringContaining('请导入人员')] });
    const { json: some } = await ask('POST', '/v1/campaigns/preview', { campaign: 'gifts' }, chinese);
    const steps = some.steps as readonly SaidStep[];
    expect(steps.map(({ words }) => words)).toContain('未同意用途“marketing”');
    expect(steps.at(-1)?.examples[0]?.reasons.at(-1)?.words).toMatch(/^属于/);
    const watched = await ask('GET', '/v1/strategies/gift/watch', undefined, chinese);
    expect(watched.headers.get('content-language')).toBe('zh');
  });

  // Before any other decision of this server: the prices are remembered for a while.
  it('tell live decisions what the budget is worth, and which run says so', async () => {
    // A basket brings a tenth of itself less 1 for the message; each takes 6 of the budget, which is enough for the best ten.
    const rows = Array.from({ length: 100 }, (_, n) => `b${String(n)},${String(11 + n)}`);
    await writeFile(join(data, 'baskets.csv'), ['user,basket', ...rows, ''].join('\n'));
    const audience = { files: 'baskets.csv', id: 'user' };
    const document = { id: 'baskets', title: 'B', strategy: 'basket', audience, limits: { budget: 60 } };
    const run = await ran({ document });
    expect(run).toMatchObject({ state: 'ready', error: null });
    const [{ prices, words }] = run.manifest.allocation;
    expect(words).toEqual([expect.stringMatching(/^the budget of 60 is used up: one more of it would bring [\d.]+$/)]);
    const inChinese = await ask('GET', `/v1/campaigns/${String(run.id)}`, undefined, { 'accept-language': 'zh' });
    expect(inChinese.headers.get('content-language')).toBe('zh');
    const brought = await ask('GET', `/v1/campaigns/${String(run.id)}/results`, undefined, { 'accept-language': 'zh' });
    expect(brought.headers.get('content-language')).toBe('zh');
    expect(brought.json.holdout.words).not.toMatch(/[a-z]{4}/);
    expect(inChinese.json.manifest).toEqual({
      ...run.manifest,
      steps: expect.anything(),
      allocation: [
        {
          ...run.manifest.allocation[0],
          words: [expect.stringMatching(/^60 的预算已用完：每增加 1 可多带来 [\d.]+$/)],
        },
      ],
    });
    expect(prices[0]).toBeGreaterThan(8);
    expect(prices[0]).toBeLessThan(10.2);
    const asked = { strategy: 'basket', consent: [] };
    const { json: poor } = await serve('/v1/decisions', { ...asked, userId: 'late-1', facts: { basket: 60 } });
    expect(poor).toMatchObject({ outcome: 'none', stoppedBy: 'offer' });
    const [reason] = (poor.reasons as readonly { readonly expected: number; readonly words: string }[]).slice(-1);
    expect(reason).toMatchObject({ code: 'UNPROFITABLE', offer: 'five', actual: 5, run: run.id });
    expect(reason?.expected).toBeCloseTo(prices[0], 5);
    expect(reason?.words).toContain(`by the campaign run ${String(run.id)}`);
    const { json: rich } = await serve('/v1/decisions', { ...asked, userId: 'late-2', facts: { basket: 150 } });
    expect(rich).toMatchObject({ outcome: 'offer', offer: { id: 'five' } });
    const body = { ...asked, userId: 'late-3', facts: { basket: 60 }, dryRun: true };
    expect((await serve('/v1/decisions', body)).json).toMatchObject({ outcome: 'none', dryRun: true });
    for (const { id } of [poor, rich]) {
      expect((await ask('GET', `/v1/decisions/${String(id)}/replay`)).json).toMatchObject({ equal: true });
    }
    await serve('/v1/identify', { userId: 'late-4', traits: { basket: 60 } });
    const [, strategy] = documents.strategies;
    const priceless = { ...strategy, limits: { budget: 10_000 } };
    const { json: simulated } = await ask('POST', '/v1/strategies/basket/simulate', { strategy: priceless });
    expect(simulated.gained).toMatchObject({ users: 1, why: [{ code: 'UNPROFITABLE' }] });
    expect(simulated.gained.why[0].words).toContain(String(run.id));
    const { json: told } = await ask('GET', `/v1/decisions/${String(poor.id)}/explanation`);
    expect((told.answers.change as readonly string[]).join()).toContain('the next campaign run');
  });

  it('are tried without a trace', async () => {
    const run = await ran({ campaign: 'gifts', dryRun: true });
    expect(run).toMatchObject({ state: 'ready', dryRun: true, manifest: { booked: null, changes: null } });
    expect(run.manifest).toMatchObject({ audience: { people: PEOPLE }, eligible: 80 });
    expect(run.manifest.stopped).toEqual(
      expect.arrayContaining([
        { code: 'NO_CONSENT', people: 60 },
        { code: 'SEGMENT_MISS', people: 160 },
      ]),
    );
    expect((await ask('GET', `/v1/campaigns/${String(run.id)}/audience`)).status).toBe(404);
    expect((await ask('GET', `/v1/campaigns/${String(run.id)}/results`)).status).toBe(404);
    await followedAgain(run);
  });

  /** Whoever comes back is told what there was since the event that was seen last, and that nothing more will come. */
  async function followedAgain(run: { readonly id: string }) {
    const follow = (seen: string) => ask('GET', `/v1/campaigns/${run.id}/events`, undefined, { 'last-event-id': seen });
    const { text } = await follow('an earlier one');
    const [, id = '', state = ''] = /^id: (\S+)\nevent: run\ndata: (.*)\n\n$/.exec(text) ?? [];
    expect(JSON.parse(state)).toEqual(run);
    expect(await follow(id)).toMatchObject({ status: 204, text: '' });
  }

  it('book whom they choose, so that decisions see the contact and outcomes count', async () => {
    const run = await ran({ campaign: 'gifts' });
    expect(run.error).toBeNull();
    expect(run).toMatchObject({ state: 'delivered', progress: 1, manifest: { changes: null } });
    const rows = await listOf(run);
    const offered = rows.filter(({ outcome }) => outcome === 'offer').map(({ user }) => user ?? '');
    const heldOut = rows.filter(({ outcome }) => outcome === 'holdout');
    expect(run.manifest.booked).toEqual({
      contacts: offered.length,
      heldOut: heldOut.length,
      refused: { capped: 0, suppressed: 0, erased: 0 },
    });
    expect(offered.length + heldOut.length).toBe(80);
    expect(heldOut.length).toBeGreaterThan(0);
    const [lucky = ''] = offered;
    expect(await decide(lucky)).toMatchObject({ outcome: 'none', stoppedBy: 'caps' });
    expect(await decide('somebody-else')).not.toMatchObject({ stoppedBy: 'caps' });

    await serve('/v1/track', {
      userId: lucky,
      event: 'order_placed',
      messageId: 'o1',
      properties: { amount: 70, offer: 'gift' },
    });
    for (const which of [run.id, 'gifts']) {
      const { status, json } = await ask('GET', `/v1/campaigns/${String(which)}/results`);
      expect(status).toBe(200);
      expect(json).toMatchObject({ campaign: 'gifts', runs: [run.id], strategy: 'gift' });
      expect(json.treated).toMatchObject({ contacts: offered.length, conversions: 1, redeemed: 1, value: 70 });
      expect(json.holdout).toMatchObject({ users: heldOut.length, conversions: 0 });
      expect(json.result.cost).toBeCloseTo(offered.length + 5, 6);
      expect(json.offers).toMatchObject([{ offer: 'gift', treated: { contacts: offered.length } }]);
      const watched = (await ask('GET', `/v1/campaigns/${String(which)}/watch`)).json;
      expect(watched).toMatchObject({
        campaign: 'gifts',
        strategy: 'gift',
        sent: offered.length,
        redeemed: 1,
        lift: null,
      });
    }
  });

  it('say who enters and who leaves', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => `v${String(n)},2,true`);
    await writeFile(join(data, 'people-2.csv'), ['user,orders,agreed', ...rows, ''].join('\n'));
    const run = await ran({ campaign: 'gifts' });
    expect(run.error).toBeNull();
    const { contacts, heldOut } = run.manifest.booked as { contacts: number; heldOut: number };
    expect(contacts + heldOut).toBeGreaterThanOrEqual(30);
    expect(run.manifest.changes).toMatchObject({ since: expect.any(String), left: expect.any(Number) });
    const [list, entered, left] = [
      await listOf(run),
      await listOf(run, '?part=entered'),
      await listOf(run, '?part=left'),
    ];
    const offered = list.filter(({ outcome }) => outcome === 'offer');
    expect(entered).toEqual(offered);
    expect(entered.length).toBe(run.manifest.changes.entered);
    expect(left.length).toBe(run.manifest.changes.left);
    expect(left.length).toBeGreaterThan(40);
    const parquet = await ask('GET', `/v1/campaigns/${String(run.id)}/audience?format=parquet`);
    expect(parquet.text.startsWith('PAR1')).toBe(true);
  });

  it('lose whoever is erased from their files', async () => {
    const [run] = (await ask('GET', '/v1/campaigns?campaign=gifts')).json.runs;
    const before = await listOf(run);
    await ask('GET', `/v1/campaigns/${String(run.id)}/audience?format=ndjson`);
    const { user: gone = '' } = before.find(({ outcome }) => outcome === 'offer') ?? {};
    expect((await server.call('DELETE', `/v1/users/${gone}`, undefined, bearer(server.keys.admin))).status).toBe(200);
    expect(await listOf(run)).toEqual(before.filter(({ user }) => user !== gone));
    for (const part of ['entered', 'left']) {
      expect((await listOf(run, `?part=${part}`)).map(({ user }) => user)).not.toContain(gone);
    }
    const folder = join(server.config.home, 'campaigns', run.id);
    expect(await readFile(join(folder, 'list.ndjson'), 'utf8')).not.toContain(`"${gone}"`);
    expect(await readdir(folder)).not.toContain('selection');
    expect((await ask('GET', `/v1/campaigns/${String(run.id)}`)).json.manifest).toEqual(run.manifest);
  });

  it('run documents that are not published, within the limits of the strategy', async () => {
    const audience = { files: 'people-1.csv', id: 'user', consent: { marketing: true } };
    const run = await ran({ document: { strategy: 'gift', audience }, dryRun: true });
    expect(run).toMatchObject({ state: 'ready', campaign: 'gift', strategy: 'gift' });
    const limits = { audience: 30, budget: 60 };
    const narrow = await ran({ document: { strategy: 'gift', audience, limits }, dryRun: true });
    expect(narrow.error).toBeNull();
    const selected = narrow.manifest.selected as readonly { outcome: string }[];
    expect(selected.filter(({ outcome }) => outcome === 'offer')).toMatchObject([{ offer: 'gift', people: 10 }]);
    const wide = { strategy: 'gift', audience, limits: { budget: 5_001 } };
    const refused = await ask('POST', '/v1/campaigns', { document: wide });
    expect(refused).toMatchObject({ status: 422, json: { code: 'INVALID_DOCUMENT' } });
    expect(refused.json.problems).toMatchObject([{ pointer: '/limits/budget', expected: 'at most 5,000' }]);
  });

  it('write their lists into tables, which people are erased from, and into no table that is something else', async () => {
    await writeFile(join(data, 'table.csv'), 'user,orders\nt1,2\nt2,2\nt3,2\nt4,2\nt5,2\n');
    const audience = { files: 'table.csv', id: 'user', consent: { marketing: true } };
    const document = { id: 'tables', title: 'Tables', strategy: 'gift', audience, out: { table: 'november_list' } };
    const run = await ran({ document });
    expect(run.error).toBeNull();
    expect(run).toMatchObject({ state: 'delivered', manifest: { table: 'november_list', list: { rows: 5 } } });
    const admin = bearer(server.keys.admin);
    const exported = await server.call('GET', '/v1/users/t1/export', undefined, admin);
    expect(exported.json.campaignLists).toMatchObject([{ run: run.id, user: 't1', campaign: 'tables', offer: 'gift' }]);
    await server.call('DELETE', '/v1/users/t1', undefined, admin);
    const after = await server.call('GET', '/v1/users/t1/export', undefined, admin);
    expect(after.json.campaignLists ?? []).toEqual([]);
    const other = await ran({ document: { ...document, id: 'others', out: { table: 'offer_counters' } } });
    expect(other).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });
    expect((await ask('DELETE', `/v1/campaigns/${String(other.id)}`)).json).toMatchObject({ state: 'cancelled' });
  });

  it('call the file of a list as people do', async () => {
    const audience = { files: 'people-1.csv', id: 'user', consent: { marketing: true } };
    const title = '“Oolong: 春茶” & co';
    const run = await ran({ document: { id: 'tea', title, strategy: 'gift', audience } });
    const { headers } = await ask('GET', `/v1/campaigns/${String(run.id)}/audience?format=csv`);
    const day = String(run.createdAt).slice(0, 10);
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="_Oolong _ & co ${day}.csv"; filename*=UTF-8''${encodeURIComponent(`“Oolong 春茶” & co ${day}.csv`)}`,
    );
  });

  it('that fail say why, and are taken up again', async () => {
    const audience = { files: 'nothing-*.csv', id: 'user', consent: { marketing: true } };
    const run = await ran({ document: { id: 'later', title: 'Later', strategy: 'gift', audience } });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'BAD_FILE' } });
    await writeFile(join(data, 'nothing-1.csv'), 'user,orders\nw1,2\n');
    expect((await ask('POST', `/v1/campaigns/${String(run.id)}/resume?reason=the%20file%20is%20here`)).status).toBe(
      202,
    );
    const audit = await server.call('GET', '/v1/audit?subject=campaign:later', undefined, bearer(server.keys.admin));
    expect(audit.json.changes[0]).toMatchObject({
      what: 'campaign.resumed',
      after: { job: run.id, reason: 'the file is here' },
    });
    await ask('GET', `/v1/campaigns/${String(run.id)}/events`);
    const { json } = await ask('GET', `/v1/campaigns/${String(run.id)}`);
    expect(json).toMatchObject({ state: 'ready', error: null, manifest: { list: { rows: 1 } } });
    expect((await ask('POST', `/v1/campaigns/${String(run.id)}/pause`)).status).toBe(409);
    expect((await ask('DELETE', `/v1/campaigns/${String(run.id)}`)).status).toBe(409);
  });

  it('are listed page by page, and are for marketers', async () => {
    const first = (await ask('GET', '/v1/campaigns?campaign=gifts&limit=2')).json;
    expect(first.runs).toHaveLength(2);
    const rest = (await ask('GET', `/v1/campaigns?campaign=gifts&limit=2&cursor=${String(first.next)}`)).json;
    expect(rest.runs).toMatchObject([{ campaign: 'gifts', dryRun: true }]);
    expect(rest.next).toBeNull();
    expect((await serve('/v1/campaigns', { campaign: 'gifts' })).status).toBe(403);
    const unknown = await ask('POST', '/v1/campaigns', { campaign: 'gift' });
    expect(unknown).toMatchObject({ status: 404, json: { problems: [{ nearest: 'gifts' }] } });
    expect((await ask('GET', '/v1/campaigns/019a2f6e-8f10-7cc0-b2f1-3d6f5a0c9e41')).status).toBe(404);
    const changes = await server.call('GET', '/v1/audit?limit=50', undefined, bearer(server.keys.admin));
    expect(changes.text).toContain('campaign.started');
  });

  it('become hashed addresses for an ad platform, of those who consent and are not held out', async () => {
    const addresses = (n: number) => ({
      // Two people share each e-mail address: the platform would show the ad to both.
      ...(n < 2 ? {} : { email: ` Pair.${String(n >> 1)}+shop@GMail.com` }),
      ...(n === 1 ? { phone: '030 1234' } : {}),
      ...(n % 7 === 3 ? { phone: `+49 170 ${String(1_000_000 + n)}` } : {}),
    });
    const people = Array.from({ length: 30 }, (_, n) => `m${String(n)}`);
    const batch = people.flatMap((userId, n) => [
      { type: 'identify', userId, traits: { ...addresses(n), consent: { marketing: n !== 9 } } },
      ...[1, 2].map((order) => ({
        type: 'track',
        userId,
        event: 'order_placed',
        messageId: `${userId}-${String(order)}`,
      })),
    ]);
    expect((await serve('/v1/batch', { batch })).status).toBe(200);
    const out = { customerMatch: { platform: 'google', to: 'ads' } };
    const document = { id: 'ads', title: 'Ads', strategy: 'gift', audience: { stored: true }, out };
    const run = await ran({ document });
    expect(run).toMatchObject({ state: 'delivered', error: null });

    const rows = await listOf(run, '?format=csv');
    const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
    const placeOf = ({ user }: Readonly<Record<string, string>>) => Number((user ?? '').slice(1));
    const emailOf = (n: number) => (n < 2 ? '' : hashOf(`pair${String(n >> 1)}@gmail.com`));
    const phoneOf = (n: number) => (n % 7 === 3 ? hashOf(`+49170${String(1_000_000 + n)}`) : '');
    const among = (outcome: string) => rows.filter((row) => row['outcome'] === outcome).map(placeOf);
    const heldOut = among('holdout')
      .map(emailOf)
      .filter((hash) => hash !== '');
    const found = (offered: readonly number[]) => {
      const addressed = offered.filter((n) => emailOf(n) !== '' || phoneOf(n) !== '');
      return addressed.filter((n) => !heldOut.includes(emailOf(n)));
    };
    const offered = among('offer');
    const expected = found(offered);
    expect(offered).not.toContain(9);
    expect(run.manifest.match).toEqual({
      people: expected.length,
      withEmail: expected.filter((n) => emailOf(n) !== '').length,
      withPhone: expected.filter((n) => phoneOf(n) !== '').length,
      leftOut: {
        ...{ unknown: 0, suppressed: 0, noConsent: 0 },
        noAddress: offered.filter((n) => n === 0).length,
        unusableAddress: offered.filter((n) => n === 1).length,
        sharedWithHoldout: offered.filter((n) => heldOut.includes(emailOf(n))).length,
      },
    });
    expect(heldOut.length).toBeGreaterThan(0);
    const textOf = (some: readonly number[]) =>
      ['Email,Phone', ...some.map((n) => `${emailOf(n)},${phoneOf(n)}`), ''].join('\n');
    const [name = ''] = await readdir(join(data, 'ads'));
    expect(await readFile(join(data, 'ads', name), 'utf8')).toBe(textOf(expected));

    // Who takes the consent back, or is erased, is not in it any more.
    const [withdrawn = 0, erased = 0] = expected;
    const consent = `/v1/users/m${String(withdrawn)}/consents/marketing`;
    const said = { granted: false, source: 'a call', messageId: 'no-ads' };
    expect((await server.call('PUT', consent, said, bearer(server.keys.service))).status).toBe(200);
    const { status } = await server.call(
      'DELETE',
      `/v1/users/m${String(erased)}`,
      undefined,
      bearer(server.keys.admin),
    );
    expect(status).toBe(200);
    const { text } = await ask('GET', `/v1/campaigns/${String(run.id)}/audience?part=match`);
    expect(text).toBe(textOf(expected.slice(2)));
  });
});
