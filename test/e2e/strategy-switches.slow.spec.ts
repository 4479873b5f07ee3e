/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { loadConfig } from '#strata/platform/config';
import { createLogger } from '#strata/platform/telemetry';
import { type RunningServer, startServer } from '../../src/server.js';
import { describeOnBothHomes } from '../support/database.js';
import { strata } from '../support/strata.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const STRATEGY = 'welcome-free-delivery';
const PATH = `/v1/strategies/${STRATEGY}`;
/** Whom the human rule of the strategy welcomes without any model. */
const NEWCOMER = { facts: { daysSinceRegistration: 3, orders: 0 }, consent: ['marketing'] };

describeOnBothHomes('a strategy that is stopped', (home) => {
  let server: GuardedServer;
  const as = (role: 'service' | 'marketer' | 'admin') => bearer(server.keys[role]);
  const decide = async (userId: string) =>
    (await server.call('POST', '/v1/decisions', { userId, strategy: STRATEGY, ...NEWCOMER }, as('service'))).json;
  const tell = (deed: 'stop' | 'resume', body: unknown) => server.call('POST', `${PATH}/${deed}`, body, as('marketer'));
  let welcomed: string;
  let offer: { readonly id: string };
  beforeAll(async () => {
    server = await startGuardedServer(home);
    for (let i = 0; ; i++) {
      welcomed = `newcomer-${String(i)}`;
      const decision = await decide(welcomed);
      if (decision.outcome !== 'offer') continue;
      offer = decision;
      break;
    }
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.dispose();
  });

  it('offers nothing more, not even again what it offered before, says who stopped it and why, and replays', async () => {
    const { json } = await tell('stop', { reason: 'the codes do not work' });
    expect(json).toMatchObject({ strategy: STRATEGY, changed: true, switchedOff: [{ switch: 'stop' }] });
    const [{ by }] = json.switchedOff;
    expect(by).toMatch(/^a marketer of this test/);
    for (const userId of ['somebody', welcomed]) {
      const decision = await decide(userId);
      expect(decision).toMatchObject({ outcome: 'none', stoppedBy: 'active', reasons: [{ code: 'NOT_ACTIVE' }] });
      expect(decision.reasons[0].words).toContain(`stopped by ${String(by)} since`);
      expect(decision.reasons[0].words).toMatch(/: the codes do not work$/);
      const path = `/v1/decisions/${String(decision.id)}`;
      expect((await server.call('GET', `${path}/replay`, undefined, as('service'))).json).toMatchObject({
        equal: true,
      });
      const explained = (await server.call('GET', `${path}/explanation`, undefined, as('service'))).json;
      expect(explained.answers.change.join()).toContain('resumes it');
    }
    const flags = `/ofrep/v1/evaluate/flags/${STRATEGY}`;
    const context = { targetingKey: 'other', consent: 'marketing', daysSinceRegistration: 3, orders: 0 };
    const flag = (await server.call('POST', flags, { context }, as('service'))).json;
    expect(flag.metadata).toMatchObject({ outcome: 'none', reasonCode: 'NOT_ACTIVE' });
  });

  it('is among what is switched off and what needs attention', async () => {
    const off = { strategy: STRATEGY, switchedOff: [{ switch: 'stop', reason: 'the codes do not work' }] };
    expect((await server.call('GET', '/v1/switches', undefined, as('marketer'))).json).toMatchObject({
      strategies: [off],
    });
    const { entries } = (await server.call('GET', '/v1/attention', undefined, as('marketer'))).json;
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: 'switchedOff', urgency: 'later', subject: `strategy:${STRATEGY}` }),
    );
    expect(entries.filter(({ kind }: { kind: string }) => kind === 'notLookedAt')).toEqual([]);
  });

  it('stays stopped by who stopped it first, and runs no campaign', async () => {
    expect((await tell('stop', { reason: 'once more' })).json).toMatchObject({
      changed: false,
      switchedOff: [{ reason: 'the codes do not work' }],
    });
    const document = { id: 'welcome', title: 'Welcome', strategy: STRATEGY, audience: { stored: true } };
    expect(await server.call('POST', '/v1/campaigns', { document, dryRun: false }, as('marketer'))).toMatchObject({
      status: 409,
      json: { code: 'STRATEGY_STOPPED' },
    });
  });

  it('makes offers again when it is resumed, as the audit log tells', async () => {
    expect((await tell('resume', { reason: 'they work' })).json).toMatchObject({ changed: true, switchedOff: [] });
    expect(await decide(welcomed)).toMatchObject({ id: offer.id, outcome: 'offer', repeated: true });
    expect((await tell('resume', { reason: 'again' })).json).toMatchObject({ changed: false });
    const audit = `/v1/audit?subject=strategy:${STRATEGY}`;
    const { changes } = (await server.call('GET', audit, undefined, as('admin'))).json;
    expect(changes).toMatchObject([
      { what: 'strategy.resumed', after: { stop: false, reason: 'they work' } },
      { what: 'strategy.stopped', before: { stop: false }, after: { stop: true, reason: 'the codes do not work' } },
    ]);
  });

  it('is watched, and told about in the API and on the command line', async () => {
    const watched = (await server.call('GET', `${PATH}/watch`, undefined, as('marketer'))).json;
    expect(watched).toMatchObject({
      strategy: STRATEGY,
      campaign: null,
      sent: 1,
      lift: null,
      switchedOff: [],
      guardrails: [],
    });
    if (home === 'postgres') {
      vi.stubEnv('DATABASE_URL', server.config.databaseUrl);
      vi.stubEnv('LOG_LEVEL', 'silent');
    }
    vi.stubEnv('STRATA_HOME', server.config.home);
    vi.stubEnv('STRATA_ADMIN_KEY', server.keys.admin);
    expect((await strata('strategies', 'stop', STRATEGY, '--reason', 'a pause')).out).toMatch(/stopped by .*: a pause/);
    for (const asked of [['watch'], ['strategies', 'show'], ['strategies', 'list']]) {
      const { out } = await strata(...asked, ...(asked.includes('list') ? [] : [STRATEGY]));
      expect(out, asked.join(' ')).toMatch(/STOPPED by .*: a pause/);
    }
    expect((await strata('strategies', 'resume', STRATEGY, '--reason', 'on')).out).toMatch(/nothing is switched off/);
  });

  it('lets no policy choose while its arms are fixed, and goes on without', async () => {
    const { headers, json: document } = await server.call('GET', PATH, undefined, as('marketer'));
    const gift = { ...document.offers[0], id: 'gift', title: 'A gift' };
    const arms = [{ id: 'explorer', share: 1, by: { policy: 'bandit', explore: 0.05 } }];
    const published = await server.call(
      'PUT',
      PATH,
      { ...document, offers: [...document.offers, gift], experiment: { seed: 'explored', arms } },
      { ...as('marketer'), 'if-match': headers.get('etag')! },
    );
    await server.follows(String(published.json.release.hash));
    const chosen = async (from: number) => {
      const decisions = await Promise.all(Array.from({ length: 30 }, (_, n) => decide(`explored-${String(from + n)}`)));
      const codes = new Set<string>(
        decisions.flatMap(({ reasons }) => reasons.map(({ code }: { code: string }) => code)),
      );
      return {
        offers: new Set(decisions.map((decision) => decision.offer.id)).size,
        propensities: [...new Set(decisions.map(({ propensity }) => Number(propensity.toFixed(6))))],
        byPolicy: codes.has('POLICY_CHOSE'),
      };
    };
    expect(await chosen(0)).toMatchObject({ offers: 2, propensities: [0.5], byPolicy: true });
    const fixed = await tell('stop', { reason: 'it gives gifts away', switch: 'fixedArms' });
    expect(fixed.json).toMatchObject({ changed: true, switchedOff: [{ switch: 'fixedArms' }] });
    expect(await chosen(30)).toEqual({ offers: 1, propensities: [1], byPolicy: false });
    await tell('resume', { reason: 'on again', switch: 'fixedArms' });
    expect(await chosen(60)).toMatchObject({ offers: 2, propensities: [0.5], byPolicy: true });
  });

  it('needs a reason and a strategy that there is', async () => {
    expect(await tell('stop', {})).toMatchObject({ status: 422 });
    const unknown = '/v1/strategies/welcome-free-deliveri/stop';
    expect(await server.call('POST', unknown, { reason: 'x' }, as('marketer'))).toMatchObject({
      status: 404,
      json: { code: 'UNKNOWN_STRATEGY', problems: [{ nearest: STRATEGY }] },
    });
    expect((await server.call('POST', `${PATH}/stop`, { reason: 'x' }, as('service'))).status).toBe(403);
  });

  it.runIf(home === 'postgres')('is stopped in every process within a moment', async () => {
    const { databaseUrl = '' } = server.config;
    const env = { STRATA_HOME: server.config.home, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'silent' };
    const config = loadConfig({ ...env, STRATA_AUTH: 'on' });
    const other: RunningServer = await startServer(config, createLogger(config));
    try {
      await tell('stop', { reason: 'everywhere' });
      const ask = async (): Promise<unknown> => {
        const body = JSON.stringify({ userId: 'elsewhere', strategy: STRATEGY, ...NEWCOMER });
        const headers = { 'content-type': 'application/json', ...as('service') };
        const answer = await fetch(`${other.url}/v1/decisions`, { method: 'POST', headers, body });
        return ((await answer.json()) as { stoppedBy: unknown }).stoppedBy;
      };
      await expect.poll(ask, { timeout: 10_000 }).toBe('active');
    } finally {
      await other.close();
    }
  });
});
