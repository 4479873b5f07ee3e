/* eslint-disable @typescript-eslint/no-unsafe-assignment -- answers are JSON of every shape, and the expectations check it */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { strata } from '../support/strata.js';
import { startTestServer, type TestServer } from './server.js';

const strategy = {
  ...{ id: 'hello', title: 'Hello' },
  goal: { event: 'order_placed', within: 'P3D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
  segment: { all: [] },
  trigger: { fact: 'events', params: { name: 'signed_up', within: 'P1D' }, operator: 'greaterThanInclusive', value: 1 },
  baseline: { title: 'all', offer: 'hello' },
  offers: [{ id: 'hello', title: 'Hello', faceValue: 0, redemptionRate: 0, contactCost: 1, response: { rate: 0.3 } }],
};
const campaign = {
  ...{ id: 'welcome', title: 'Welcome', strategy: 'hello', audience: { stored: true } },
  schedule: { every: 'PT1H' },
};
const PATIENCE = { timeout: 60_000, interval: 100 };

describe('a rolling campaign', () => {
  let server: TestServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolling-'));
    server = await startTestServer('pglite');
    const documents = { facts: {}, segments: [], models: [], strategies: [strategy], campaigns: [campaign] };
    const { json } = await server.call('POST', '/v1/releases', documents);
    await server.follows((json as { release: { hash: string } }).release.hash);
    vi.stubEnv('STRATA_HOME', server.config.home);
    vi.stubEnv('DATABASE_URL', '');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.dispose();
    await rm(folder, { recursive: true });
  });

  const ask = async (method: string, path = '', body?: unknown) =>
    await server.call(method, `/v1/rolling-campaigns/welcome${path}`, body);
  const told = async (...argv: string[]): Promise<string> => {
    const { code, out, err } = await strata('campaign', ...argv);
    expect({ code, err }).toMatchObject({ code: 0 });
    return out;
  };
  const signUp = (userId: string) => server.call('POST', '/v1/track', { userId, event: 'signed_up' });

  it('is run, shown, paused, ended and counted from the command line', { timeout: 120_000 }, async () => {
    // The server may just be looking itself.
    await expect.poll(async () => (await strata('campaign', 'run', 'welcome')).code, PATIENCE).toBe(0);
    for (const userId of ['ann', 'bob, "b"']) await signUp(userId);
    const file = join(folder, 'turn.csv');
    expect(await told('run', 'welcome', '--out', file)).toContain('on the list: 2 contacts, 0 held out');
    const [head, ...rows] = (await readFile(file, 'utf8')).trim().split('\n');
    expect(head).toBe('place,turn,user,outcome,offer,arm,decision,due,at');
    expect(rows.map((row) => row.includes(',offer,hello,'))).toEqual([true, true]);
    expect(rows.join('\n')).toContain('"bob, ""b"""');
    expect(await told('list')).toContain('welcome');
    expect(await told('list', 'welcome')).toContain('s after its moment');
    await signUp('cem');
    expect(await told('pause', 'welcome')).toContain('next turn: none: it is paused');
    const { code, err } = await strata('campaign', 'run', 'welcome');
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('paused') as unknown });
    expect(await told('resume', 'welcome')).toMatch(/next turn: 2\d{3}-.*, in \d+ (hour|minutes)/);
    const all = join(folder, 'all.ndjson');
    await told('run', 'welcome');
    await told('show', 'welcome', '--out', all);
    expect((await readFile(all, 'utf8')).trim().split('\n')).toHaveLength(3);
    expect(await told('results', 'welcome')).toContain('welcome, rolling');
    expect(await told('cancel', 'welcome')).toContain('cancelled');
    await signUp('dia');
    await told('run', 'welcome');
    await signUp('eve');
    expect(await told('run', 'welcome')).toContain('on the list: 4 contacts');
    expect(await strata('campaign', 'show', 'welcme')).toMatchObject({
      code: 1,
      err: expect.stringContaining('welcome') as unknown,
    });
    expect(await strata('campaign', 'run', 'welcome', '--dry-run')).toMatchObject({ code: 2 });
  });

  it('says over HTTP how it is, who is on its list, and what it cannot do', { timeout: 60_000 }, async () => {
    expect((await server.call('GET', '/v1/rolling-campaigns')).json).toMatchObject({
      campaigns: [{ campaign: 'welcome', state: 'running', listed: { offers: 4, heldOut: 0, waiting: 0 } }],
    });
    const { turns } = (await ask('GET', '/turns')).json as { turns: readonly { readonly id: string }[] };
    expect(turns).toHaveLength(3);
    const page = await ask('GET', `/contacts?turn=${turns.at(-1)!.id}&limit=1`);
    expect(page.json).toMatchObject({ contacts: [{ user: 'ann', offer: 'hello', turn: turns.at(-1)!.id }] });
    const { status, json } = await server.call('POST', '/v1/campaigns', { campaign: 'welcome' });
    expect({ status, json }).toMatchObject({ status: 409, json: { code: 'CONFLICT' } });
    expect((await ask('POST', '/resume')).status).toBe(409);
    const results = await server.call('GET', '/v1/campaigns/welcome/results');
    expect(results.json).toMatchObject({ campaign: 'welcome', runs: [], treated: { contacts: 4 } });
    const { json: audit } = await server.call('GET', '/v1/audit?subject=campaign:welcome');
    expect(JSON.stringify(audit)).toContain('campaign.paused');
  });

  it('rests while its strategy is stopped, says why, and goes on where it was', { timeout: 60_000 }, async () => {
    const tell = (deed: string, reason: string) => server.call('POST', `/v1/strategies/hello/${deed}`, { reason });
    await tell('stop', 'the codes do not work');
    await signUp('fay');
    const { code, err } = await strata('campaign', 'run', 'welcome');
    expect(code).toBe(1);
    expect(err).toMatch(/the codes do not work[^]*strata strategies resume hello --reason/);
    expect(await ask('POST', '/turns')).toMatchObject({ status: 409, json: { code: 'STRATEGY_STOPPED' } });
    expect((await ask('GET')).json).toMatchObject({
      ...{ state: 'running', nextTurn: null, listed: { offers: 4 } },
      stopped: { reason: 'the codes do not work' },
    });
    expect(await told('show', 'welcome')).toMatch(/next turn: none: .* stopped the strategy .*: the codes do not work/);
    expect(await told('list')).toContain('strategy stopped');
    expect(await told('preview', 'welcome')).toMatch(
      /"hello" is stopped by .*: the codes do not work\. .*resume hello/,
    );
    await tell('resume', 'they work');
    expect(await told('run', 'welcome')).toContain('on the list: 5 contacts');
    expect((await ask('GET')).json).toMatchObject({ stopped: null, listed: { offers: 5 } });
  });

  it('asks policies, and none while arms are fixed', { timeout: 60_000 }, async () => {
    const offers = [...strategy.offers, { ...strategy.offers[0], id: 'gift', title: 'Gift' }];
    const arms = [{ id: 'explorer', share: 1, by: { policy: 'bandit', explore: 0.05 } }];
    const drawn = { ...strategy, offers, experiment: { seed: 'explored', arms } };
    const documents = { facts: {}, segments: [], models: [], strategies: [drawn], campaigns: [campaign] };
    const { json } = await server.call('POST', '/v1/releases', documents);
    await server.follows((json as { release: { hash: string } }).release.hash);
    let people = 0;
    const offered = async (): Promise<readonly (string | null)[]> => {
      for (let n = 0; n < 20; n++) await signUp(`drawn-${String((people += 1))}`);
      await expect.poll(async () => (await ask('POST', '/turns')).status, PATIENCE).toBe(200);
      const { turns } = (await ask('GET', '/turns?limit=1')).json as { turns: readonly { readonly id: string }[] };
      const page = (await ask('GET', `/contacts?turn=${turns[0]!.id}`)).json as {
        contacts: readonly { readonly offer: string | null }[];
      };
      expect(page.contacts).toHaveLength(20);
      return [...new Set(page.contacts.map(({ offer }) => offer))].toSorted();
    };
    expect(await offered()).toEqual(['gift', 'hello']);
    const fixed = { reason: 'it gives gifts away', switch: 'fixedArms' };
    expect((await server.call('POST', '/v1/strategies/hello/stop', fixed)).status).toBe(200);
    expect(await offered()).toHaveLength(1);
    expect((await server.call('POST', '/v1/strategies/hello/resume', fixed)).status).toBe(200);
    expect(await offered()).toEqual(['gift', 'hello']);
  });
});
