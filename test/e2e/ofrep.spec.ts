/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { readFileSync } from 'node:fs';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { type Client, ErrorCode, OpenFeature, StandardResolutionReasons } from '@openfeature/server-sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '#strata/platform/telemetry';
import { loadConfig } from '#strata/platform/config';
import { startServer } from '../../src/server.js';
import { describeOnBothHomes, freshConfig } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const BULK = '/ofrep/v1/evaluate/flags';
const { facts: FACTS } = JSON.parse(
  readFileSync(new URL('../../examples/decision-request.json', import.meta.url), 'utf8'),
) as { readonly facts: Readonly<Record<string, string | number>> };

/** A new member, whom the human rule of `welcome-free-delivery` welcomes without any model. */
const NEWCOMER = { consent: 'marketing', daysSinceRegistration: 3, orders: 0 };

describeOnBothHomes("OpenFeature's remote evaluation protocol", (home) => {
  let server: GuardedServer;
  let client: Client;
  const post = (path: string, body: unknown, headers = {}) =>
    server.call('POST', path, body, { ...bearer(server.keys.service), ...headers });
  const publish = (path: string, body: unknown) => server.call('POST', path, body, bearer(server.keys.marketer));
  const decisionsOf = async (user: string): Promise<readonly unknown[]> =>
    (await server.call('GET', `/v1/users/${user}/decisions`, undefined, bearer(server.keys.service))).json.decisions;
  beforeAll(async () => {
    server = await startGuardedServer(home);
    await OpenFeature.setProviderAndWait(
      home,
      new OFREPProvider({ baseUrl: server.url, headers: [['X-API-Key', server.keys.service]] }),
    );
    client = OpenFeature.getClient(home);
  });
  afterAll(async () => {
    await OpenFeature.clearProviders();
    await server.dispose();
  });

  /** Users in turn until one comes out as wanted: arms and hold-outs are drawn by user. */
  async function evaluateUntil(flag: string, context: object, wanted: (outcome: unknown) => boolean) {
    for (let i = 0; i < 500; i++) {
      const targetingKey = `${flag}-${home}-${String(i)}`;
      const details = await client.getStringDetails(flag, 'unset', { targetingKey, ...context });
      if (wanted(details.flagMetadata.outcome)) return { targetingKey, details };
    }
    throw new Error('nobody came out as wanted');
  }

  it('gives the unmodified SDK the offer as value and variant, and the logged decision in the metadata', async () => {
    const { targetingKey, details } = await evaluateUntil('welcome-free-delivery', NEWCOMER, (is) => is === 'offer');
    expect(details).toMatchObject({
      value: 'first-free-delivery',
      variant: 'first-free-delivery',
      reason: StandardResolutionReasons.TARGETING_MATCH,
    });
    expect(details.errorCode).toBeUndefined();
    expect(details.flagMetadata).toMatchObject({
      release: server.release,
      selector: 'baseline',
      level: 1,
      repeated: false,
      reasonCode: 'OFFERED',
      channel: 'email',
      'content.template': 'welcome-free-delivery',
    });
    const { json } = await server.call(
      'GET',
      `/v1/decisions/${String(details.flagMetadata.decisionId)}`,
      undefined,
      bearer(server.keys.service),
    );
    expect(json).toMatchObject({ userId: targetingKey, outcome: 'offer', strategy: 'welcome-free-delivery' });
    const again = await client.getStringDetails('welcome-free-delivery', 'unset', { targetingKey, ...NEWCOMER });
    expect(again).toMatchObject({ value: details.value, flagMetadata: { repeated: true, decisionId: json.id } });
  });

  it('says that an arm or the hold-out was drawn', async () => {
    const held = await evaluateUntil('welcome-free-delivery', NEWCOMER, (is) => is === 'holdout');
    expect(held.details).toMatchObject({ value: 'none', variant: 'none', reason: StandardResolutionReasons.SPLIT });
    const dormant = { ...FACTS, consent: ['marketing'] };
    const { details } = await evaluateUntil('win-back-coupon', dormant, (is) => is === 'offer');
    expect(details).toMatchObject({ value: 'coupon-20', reason: StandardResolutionReasons.SPLIT });
    expect(details.flagMetadata.arm).toMatch(/^(model|baseline)$/);
  });

  it('gives the default where nothing is offered, and says why', async () => {
    const context = { targetingKey: 'without-consent', daysSinceRegistration: 3, orders: 0, page: 'checkout' };
    const details = await client.getStringDetails('welcome-free-delivery', 'unset', context);
    expect(details).toMatchObject({ value: 'none', reason: StandardResolutionReasons.DEFAULT });
    expect(details.flagMetadata).toMatchObject({ stoppedBy: 'consent', reasonCode: 'NO_CONSENT' });
  });

  it('says that a strategy that is not active is disabled', async () => {
    const { json } = await server.call('GET', `/v1/releases/${server.release}`, undefined, bearer(server.keys.service));
    const strategies = json.documents.strategies.map((strategy: { id: string }) =>
      strategy.id === 'abandoned-cart' ? { ...strategy, active: { to: '2020-01-01' } } : strategy,
    );
    const { json: pushed } = await publish('/v1/releases', { ...json.documents, strategies });
    await server.follows((pushed as { release: { hash: string } }).release.hash);
    const details = await client.getStringDetails('abandoned-cart', 'unset', { targetingKey: 'anybody' });
    expect(details).toMatchObject({ value: 'none', reason: StandardResolutionReasons.DISABLED });
    await publish('/v1/releases/rollback', { steps: 1 });
    await server.follows(server.release);
  });

  it("fails in the protocol's way, so that the SDK falls back to its default", async () => {
    const cases = [
      ['no-such-strategy', { targetingKey: 'u' }, ErrorCode.FLAG_NOT_FOUND],
      ['welcome-free-delivery', {}, ErrorCode.TARGETING_KEY_MISSING],
      ['welcome-free-delivery', { targetingKey: 'u', orders: 'many' }, ErrorCode.INVALID_CONTEXT],
      ['welcome-free-delivery', { targetingKey: 'u', consent: 1 }, ErrorCode.INVALID_CONTEXT],
      ['welcome-free-delivery', { targetingKey: 'x'.repeat(300) }, ErrorCode.INVALID_CONTEXT],
    ] as const;
    for (const [flag, context, errorCode] of cases) {
      const details = await client.getStringDetails(flag, 'unset', context);
      expect(details).toMatchObject({ value: 'unset', reason: StandardResolutionReasons.ERROR, errorCode });
    }
    const mistyped = await client.getBooleanDetails('welcome-free-delivery', false, { targetingKey: 'u' });
    expect(mistyped).toMatchObject({ value: false, errorCode: ErrorCode.TYPE_MISMATCH });
    expect(await post(`${BULK}/no-such-strategy`, { context: { targetingKey: 'u' } })).toMatchObject({
      status: 404,
      json: { key: 'no-such-strategy', errorCode: 'FLAG_NOT_FOUND', errorDetails: expect.any(String) },
    });
    for (const body of [[], { context: 'u' }, { context: [1] }]) {
      expect((await post(`${BULK}/welcome-free-delivery`, body)).json).toMatchObject({ errorCode: 'PARSE_ERROR' });
    }
    for (const text of ['{', '', '{"context":']) {
      expect(await post(`${BULK}/welcome-free-delivery`, text)).toMatchObject({
        status: 400,
        json: { key: 'welcome-free-delivery', errorCode: 'PARSE_ERROR', errorDetails: expect.any(String) },
      });
      expect((await post(BULK, text)).json).toEqual({ errorCode: 'PARSE_ERROR', errorDetails: expect.any(String) });
    }
  });

  it('logs no mistake of a client', async () => {
    const lines: string[] = [];
    const fresh = await freshConfig(home);
    const config = loadConfig({
      STRATA_HOME: fresh.home,
      DATABASE_URL: fresh.databaseUrl ?? '',
      PORT: '0',
      STRATA_AUTH: 'off',
      LOG_LEVEL: 'debug',
    });
    const own = await startServer(config, createLogger(config, { write: (line: string) => void lines.push(line) }));
    for (const body of [
      '{"context":{}}',
      '{',
      '[]',
      '{"context":{"targetingKey":5}}',
      '{"context":{"targetingKey":"u","consent":1}}',
    ]) {
      for (const path of [BULK, `${BULK}/welcome-free-delivery`]) {
        const headers = { 'content-type': 'application/json' };
        expect((await fetch(`${own.url}${path}`, { method: 'POST', headers, body })).status).toBe(400);
      }
    }
    await own.close();
    await fresh.dispose();
    expect(lines.filter((line) => /"level":"(warn|error|fatal)"|stack/.test(line))).toEqual([]);
  });

  it('takes a key as a Bearer token or as X-API-Key, of a service only', async () => {
    const { service, marketer } = server.keys;
    const ask = async (headers: Readonly<Record<string, string>>) =>
      (await server.call('POST', BULK, { context: { targetingKey: 'u' } }, headers)).status;
    expect(await ask(bearer(service))).toBe(200);
    expect(await ask({ 'x-api-key': service })).toBe(200);
    expect(await ask({ 'x-api-key': marketer })).toBe(403);
    expect(await ask({ 'x-api-key': `${service}x` })).toBe(401);
    expect(await ask({ 'x-api-key': '' })).toBe(401);
    expect(await ask({})).toBe(401);
  });

  it('evaluates all flags at once without logging or reserving, and says when nothing changed', async () => {
    const context = { targetingKey: `bulk-${home}`, ...NEWCOMER };
    const { status, json, headers } = await post(BULK, { context });
    expect(status).toBe(200);
    expect(json.flags.map(({ key }: { key: string }) => key)).toEqual([
      'abandoned-cart',
      'welcome-free-delivery',
      'win-back-coupon',
    ]);
    expect(json.flags[1].value).toMatch(/^(first-free-delivery|none)$/);
    expect(json.flags[1].metadata).not.toHaveProperty('decisionId');
    expect(await decisionsOf(`bulk-${home}`)).toEqual([]);

    const etag = headers.get('etag') ?? '';
    const unchanged = await post(BULK, { context }, { 'if-none-match': `"other", W/${etag}` });
    expect(unchanged).toMatchObject({ status: 304, text: '' });
    expect(unchanged.headers.get('etag')).toBe(etag);
    const changed = await post(BULK, { context: { ...context, consent: [] } }, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(await post(BULK, { context: {} })).toMatchObject({
      status: 400,
      json: { errorCode: 'TARGETING_KEY_MISSING', errorDetails: expect.any(String) },
    });
  });

  it('shows in bulk what a user was offered before', async () => {
    const { targetingKey, details } = await evaluateUntil('welcome-free-delivery', NEWCOMER, (is) => is === 'offer');
    const { json } = await post(BULK, { context: { targetingKey, consent: 'marketing' } });
    expect(json.flags[1]).toMatchObject({
      value: 'first-free-delivery',
      metadata: { decisionId: details.flagMetadata.decisionId, repeated: true },
    });
  });
});
