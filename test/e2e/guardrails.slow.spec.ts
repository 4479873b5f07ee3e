/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findSwitches } from '#strata/ledger/switches';
import { openDatabase } from '#strata/platform/database';
import { createLogger } from '#strata/platform/telemetry';
import { ReleaseStore } from '#strata/rulebook/releases';
import { type RunningServer, startServer } from '../../src/server.js';
import { startWorker } from '../../src/worker.js';
import { describeOn } from '../support/database.js';
import { startTestServer, type TestServer } from './server.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** Its models are not trained. */
const STRATEGY = 'win-back-coupon';
const FALLBACK = { watch: 'fallback', above: 0.1, within: 'PT1H', then: 'stop' } as const;
const COST = { watch: 'cost', perDay: 0.01, then: 'stop' } as const;
const LAPSED = { facts: { daysSinceLastOrder: 300, orders: 9, averageOrderValue: 90 }, consent: ['marketing'] };
const NEWCOMER = { facts: { daysSinceRegistration: 3, orders: 0 }, consent: ['marketing'] };
const PATIENCE = { timeout: 60_000, interval: 250 };

interface Received {
  readonly id: string;
  readonly at: string;
  readonly signature: string;
  readonly body: string;
}

describeOn(process.env.TEST_DATABASE_URL ? 'postgres' : 'pglite', 'guardrails of what runs', (home) => {
  let server: TestServer;
  let receiver: Server;
  let env: Readonly<Record<string, string>>;
  const others: (Pick<RunningServer, 'close'> & { readonly isServer: boolean })[] = [];
  const received: Received[] = [];
  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const [id, at, signature] = ['id', 'timestamp', 'signature'].map((name) =>
          String(request.headers[`webhook-${name}`]),
        ) as [string, string, string];
        // The first attempt of each message fails, so that it is tried again.
        const isFirst = received.every((other) => other.id !== id);
        received.push({ id, at, signature, body });
        response.writeHead(isFirst ? 503 : 204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/alerts`;
    env = { ALERT_URL: url, ALERT_SECRET: SECRET, ALLOWED_ADDRESSES: '127.0.0.1' };
    server = await startTestServer(home, env);
    if (home !== 'postgres') return;
    const log = createLogger({ logLevel: 'silent' });
    others.push({ ...(await startServer({ ...server.config, port: 0 }, log)), isServer: true });
    others.push({ ...(await startWorker(server.config, log)), isServer: false });
  });
  afterAll(async () => {
    for (const other of others) await other.close();
    await server.dispose();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const decide = async (userId: string, strategy: string, known: object) =>
    (await server.call('POST', '/v1/decisions', { userId, strategy, ...known })).json;
  const watched = async (strategy: string) => (await server.call('GET', `/v1/strategies/${strategy}/watch`)).json;
  const guard = async (strategy: string, guardrail: object) => {
    const path = `/v1/strategies/${strategy}`;
    const { headers, json } = await server.call('GET', path);
    const body = { ...json, guardrails: [guardrail] };
    expect(await server.call('PUT', path, body, { 'if-match': headers.get('etag')! })).toMatchObject({ status: 200 });
  };
  const changesOf = async (strategy: string) =>
    (await server.call('GET', `/v1/audit?subject=strategy:${strategy}`)).json.changes.filter(
      ({ what }: { what: string }) => what.startsWith('strategy.'),
    );
  const alertsOf = (strategy: string) => received.filter(({ body }) => body.includes(`"strategy":"${strategy}"`));

  it('stop it once, whatever number of processes look, and decisions, audit log and a signed alert tell why', async () => {
    await Promise.all(Array.from({ length: 80 }, (_, n) => decide(`lapsed-${String(n)}`, STRATEGY, LAPSED)));
    await guard(STRATEGY, FALLBACK);
    await expect.poll(async () => (await watched(STRATEGY)).switchedOff.length, PATIENCE).toBe(1);
    const decision = async () => await decide('another', STRATEGY, LAPSED);
    await expect.poll(async () => (await decision()).stoppedBy, PATIENCE).toBe('active');
    const { outcome, reasons } = await decision();
    expect({ outcome, reasons }).toMatchObject({ outcome: 'none', reasons: [{ code: 'NOT_ACTIVE' }] });
    const why = /^100 % of the decisions of the last 1 hour that needed a model did without .*, 10 % are allowed$/;
    expect(reasons[0].words).toMatch(/^stopped by the guardrail on fallbacks since .*: 100 % of the decisions/);
    const [change, ...more] = await changesOf(STRATEGY);
    expect(more).toEqual([]);
    expect(change).toMatchObject({ who: 'the guardrail on fallbacks', what: 'strategy.stopped' });
    expect(change.after.reason).toMatch(why);
    expect((await watched(STRATEGY)).guardrails).toMatchObject([{ watch: 'fallback', state: 'crossed' }]);

    await expect.poll(() => alertsOf(STRATEGY).length, PATIENCE).toBe(2);
    const [first, again] = alertsOf(STRATEGY) as [Received, Received];
    expect(again.id).toBe(first.id);
    expect(again.body).toBe(first.body);
    expect(JSON.parse(again.body)).toMatchObject({
      type: 'guardrail.acted',
      data: { strategy: STRATEGY, did: 'stop', guardrail: FALLBACK, words: change.after.reason },
    });
    for (const { id, at, body, signature } of [first, again]) expect(signature).toBe(signed(`${id}.${at}.${body}`));
  });

  it('let it go on when somebody resumes it, and judge only what comes then', async () => {
    const resumed = await server.call('POST', `/v1/strategies/${STRATEGY}/resume`, { reason: 'trained' });
    expect(resumed.json).toMatchObject({ changed: true, switchedOff: [] });
    expect((await decide('one-more', STRATEGY, LAPSED)).stoppedBy).not.toBe('active');
    expect((await changesOf(STRATEGY)).map(({ what }: { what: string }) => what)).toEqual([
      'strategy.resumed',
      'strategy.stopped',
    ]);
  });

  it.runIf(home === 'postgres')('are judged by a worker, too, when no server runs', async () => {
    const welcomed = 'welcome-free-delivery';
    await Promise.all(Array.from({ length: 20 }, (_, n) => decide(`newcomer-${String(n)}`, welcomed, NEWCOMER)));
    const { config } = server;
    await server.close();
    for (const other of others.filter(({ isServer }) => isServer)) await other.close();
    const database = await openDatabase(config);
    try {
      const store = new ReleaseStore(database);
      const { documents } = (await store.current())!;
      const strategies = documents.strategies.map((each) => {
        return each.id === welcomed ? { ...each, guardrails: [COST] } : each;
      });
      await store.push({ ...documents, strategies }, 'test');
      const stopped = async () => (await database.run((manager) => findSwitches(manager, welcomed)))[0];
      await expect.poll(stopped, PATIENCE).toMatchObject({ off: true, by: 'the guardrail on cost' });
      await expect.poll(() => alertsOf(welcomed).length, PATIENCE).toBe(2);
    } finally {
      await database.close();
    }
  });
});

/** As Standard Webhooks say it, by hand. */
function signed(text: string): string {
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
