import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Guardrail, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { choose, qualify } from '#strata/engine/decide';
import { uuidv7 } from '#strata/kernel';
import { DecisionLog } from '#strata/decisions/log';
import { exposureOf, recordExposures } from '#strata/ledger/exposures';
import { StrategySwitches } from '#strata/ledger/switches';
import { findChanges } from '#strata/platform/audit';
import { type Database } from '#strata/platform/database';
import { addressGuard, OutboundClient } from '#strata/platform/outbound';
import { createLogger } from '#strata/platform/telemetry';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { Guardrails } from './guardrails.js';
import { findStates } from './guardrail-table.js';

const log = createLogger({ logLevel: 'silent' });
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MINUTE = 60_000;
const DAY = 86_400_000;

function strategy(id: string, guardrail: Guardrail, more: Partial<Strategy> = {}): Strategy {
  return {
    ...{ id, title: id, owner: 'crm' },
    goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
    segment: { all: [] },
    baseline: { title: 'all', offer: 'hello' },
    offers: [{ id: 'hello', title: 'Hello', faceValue: 4, redemptionRate: 1, contactCost: 1, response: { rate: 0.5 } }],
    experiment: { seed: id, holdout: 0.1 },
    guardrails: [guardrail],
    ...more,
  };
}

const STRATEGIES = {
  harmful: strategy('harmful', { watch: 'lift', below: 0, then: 'stop' }),
  harmless: strategy('harmless', { watch: 'lift', below: 0, then: 'stop' }),
  dear: strategy('dear', { watch: 'cost', perDay: 100, ahead: 0.2, then: 'alert' }),
  skewed: strategy('skewed', { watch: 'sampleRatio', then: 'stop' }),
  failing: strategy(
    'failing',
    { watch: 'fallback', above: 0.1, within: 'PT1H', then: 'stop' },
    { predictive: { rankBy: { model: 'gone' }, when: score('gone'), onFailure: 'baseline' } },
  ),
};

function score(model: string) {
  return { fact: 'score', params: { model }, operator: 'lessThan', value: 0.9 };
}

const documents: ReleaseDocuments = {
  ...{ facts: {}, segments: [] },
  models: [{ id: 'gone' } as ReleaseDocuments['models'][number]],
  strategies: Object.values(STRATEGIES),
};

describeOnBothHomes('guardrails', (home) => {
  let database: Database;
  let releases: CurrentRelease;
  let store: ReleaseStore;
  let receiver: Server;
  let now = Date.now();
  const received: { readonly headers: Record<string, unknown>; readonly body: string }[] = [];
  const opened: Guardrails[] = [];
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ReleaseStore(database);
    await store.push(documents, 'test');
    releases = new CurrentRelease(store, log);
    await releases.open();
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        // The first attempt of each message fails, so that it is tried again.
        const again = received.filter(({ headers }) => headers['webhook-id'] === request.headers['webhook-id']);
        response.writeHead(again.length === 1 ? 503 : 204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const guardrails of opened) await guardrails.close();
    await releases.close();
    await new Promise((resolve) => receiver.close(resolve));
    await database.close();
  });

  function open(): Guardrails {
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/alerts`;
    const guardrails = new Guardrails({
      ...{ database, releases, store, log },
      outcomes: { catchUp: () => Promise.resolve() },
      client: new OutboundClient(addressGuard(['127.0.0.1'])),
      alerts: { url, secret: SECRET },
    });
    opened.push(guardrails);
    return guardrails;
  }
  const switchesHere = () => new StrategySwitches({ database, releases, log });
  /** What processes do at the same moment, once everything may be looked at again. */
  const look = async (...processes: readonly Guardrails[]) => {
    now += 2 * MINUTE;
    await Promise.all(processes.map((guardrails) => guardrails.look(now)));
    for (const guardrails of processes) await guardrails.sent();
  };
  const stopOf = async (id: string) => {
    const switches = switchesHere();
    await switches.refresh();
    return switches.stopOf(id);
  };
  const stateOf = async (id: string) => [...(await database.run((manager) => findStates(manager, id))).values()].at(-1);
  /** So many people of a strategy, and how many of them convert. */
  const expose = async (
    id: keyof typeof STRATEGIES,
    role: 'treated' | 'held-out',
    [people, convert]: [number, number],
  ) => {
    const exposures = Array.from({ length: people }, () => {
      const one = {
        id: uuidv7(),
        source: 'decision',
        userId: uuidv7(),
        arm: null,
        at: now,
        propensity: 1,
        heldOutOf: 'strategy' as const,
      };
      return exposureOf({ ...one, offer: role === 'treated' ? 'hello' : null }, STRATEGIES[id]);
    });
    await database.transaction((manager) => recordExposures(manager, exposures));
    await database.run((manager) =>
      manager.query(
        `insert into outcomes (id, user_id, exposure_id, strategy, offer, event, value, redeemed, at)
         select e.id, e.user_id, e.id, e.strategy, e.offer, e.goal_event, 10, false, e.at
         from exposures e where e.id = any($1)`,
        [exposures.slice(0, convert).map((exposure) => exposure.id)],
      ),
    );
  };

  it('stop a strategy that does harm, once, whatever number of processes look, and tell it signed', async () => {
    await expose('harmful', 'treated', [2_000, 40]);
    await expose('harmful', 'held-out', [400, 60]);
    await expose('harmless', 'treated', [2_000, 200]);
    await expose('harmless', 'held-out', [400, 42]);
    await look(open(), open(), open());
    const stop = await stopOf('harmful');
    expect(stop).toMatchObject({ by: 'the guardrail on lift' });
    expect(stop!.reason).toContain('2 % (40 of 2,000) of those who got the offer and 15 % (60 of 400)');
    expect(await stopOf('harmless')).toBeNull();
    expect(await stateOf('harmless')).toMatchObject({ state: 'quiet' });
    await look(open(), open());
    const page = { subject: 'strategy:harmful', before: null, limit: 10 };
    expect(await database.run((manager) => findChanges(manager, page))).toMatchObject([
      { who: 'the guardrail on lift', what: 'strategy.stopped', after: { stop: true, reason: stop!.reason } },
    ]);
    const [first, again, ...others] = received.filter(({ body }) => body.includes('"harmful"'));
    expect(others).toEqual([]);
    expect(again!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(JSON.parse(again!.body)).toMatchObject({
      type: 'guardrail.acted',
      data: {
        strategy: 'harmful',
        owner: 'crm',
        did: 'stop',
        guardrail: { watch: 'lift', below: 0 },
        words: stop!.reason,
      },
    });
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = again!.headers;
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    const signed = createHmac('sha256', key)
      .update(`${String(id)}.${String(at)}.${again!.body}`)
      .digest('base64');
    expect(signature).toBe(`v1,${signed}`);
  });

  it('judge only what comes after somebody resumed the strategy', async () => {
    const switches = switchesHere();
    now += MINUTE;
    await switches.on('harmful', null, { by: 'ann', reason: 'another creative', now });
    now += MINUTE;
    const process = open();
    await look(process);
    expect(await stopOf('harmful')).toBeNull();
    expect(await stateOf('harmful')).toMatchObject({ state: 'waiting' });
    await expose('harmful', 'treated', [2_000, 40]);
    await expose('harmful', 'held-out', [400, 60]);
    await look(process);
    expect(await stopOf('harmful')).not.toBeNull();
  });

  it('tell cost that is ahead of plan once, and only tell it', async () => {
    const alerts = () =>
      new Set(received.filter(({ body }) => body.includes('"dear"')).map(({ headers }) => headers['webhook-id']));
    await expose('dear', 'treated', [24, 0]);
    await look(open());
    expect(await stateOf('dear')).toMatchObject({ state: 'quiet', figures: { spent: 120, planned: 100 } });
    await expose('dear', 'treated', [1, 0]);
    await look(open(), open());
    await look(open());
    expect(await stateOf('dear')).toMatchObject({ state: 'crossed', figures: { spent: 125 } });
    expect(await stopOf('dear')).toBeNull();
    expect(alerts().size).toBe(1);
    now += 31 * DAY;
    await look(open());
    expect(await stateOf('dear')).toMatchObject({ state: 'quiet', figures: { spent: 0 } });
    for (const table of ['alerts', 'delivery_batches']) {
      expect(await database.run((manager) => manager.query(`select 1 from ${table}`)), table).toEqual([]);
    }
  });

  it('find that people are held out in another share than is drawn', async () => {
    await expose('skewed', 'treated', [900, 0]);
    await expose('skewed', 'held-out', [95, 0]);
    await look(open());
    expect(await stateOf('skewed')).toMatchObject({ state: 'quiet' });
    await expose('skewed', 'held-out', [60, 0]);
    await look(open());
    expect((await stopOf('skewed'))!.reason).toMatch(/held out \(14\.7 %, drawn 10 %\).*once in a hundred/);
  });

  it('stop a strategy whose model is missing too often', async () => {
    const decisions = new DecisionLog(database);
    const decide = async (works: boolean) => {
      const at = now + MINUTE;
      const input = { id: idAt(at), userId: uuidv7(), now: at, strategies: ['failing'], facts: {}, events: [] };
      const release = releases.get();
      const qualified = qualify({ ...input, consent: [], suppressed: false, contacts: [] }, release);
      const scored = { status: 'scored', version: 1, value: 0.2, rank: 0.2 } as const;
      const failed = { status: 'failed', code: 'SCORER_THREW', message: 'x' } as const;
      const choice = choose(qualified, { gone: works ? scored : failed }, { stockSpent: [], budgetSpent: [] });
      await decisions.append({ choice, detail: 'summary', context: null, idempotency: null });
    };
    await Promise.all(Array.from({ length: 60 }, () => decide(true)));
    await Promise.all(Array.from({ length: 3 }, () => decide(false)));
    await look(open());
    expect(await stateOf('failing')).toMatchObject({ state: 'quiet', figures: { needed: 63, without: 3 } });
    await Promise.all(Array.from({ length: 40 }, () => decide(false)));
    await look(open());
    expect((await stopOf('failing'))!.reason).toMatch(/^41\.7 % of the decisions of the last 1 hour .* \(43 of 103\)/);
  });
});

/** A UUID of version 7 of a moment. */
function idAt(at: number): string {
  const hex = at.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}${uuidv7().slice(13)}`;
}
