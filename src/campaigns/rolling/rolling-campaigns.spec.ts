import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DecisionLog } from '#strata/decisions/log';
import { type Campaign, type Strategy } from '#strata/engine';
import { compileRelease, type CompiledRelease } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { addressGuard, OutboundClient } from '#strata/platform/outbound';
import { createLogger } from '#strata/platform/telemetry';
import { FactGatherer } from '#strata/profiles/facts';
import { ingest, withRetries } from '#strata/profiles/store';
import { describeOn, freshDatabase } from '../../../test/support/database.js';
import { listedContacts } from './tables/contact-list.js';
import { takeLease } from './tables/lease-table.js';
import { RollingCampaigns } from './rolling-campaigns.js';

const SECRET = 'TEST_OF_ROLLING_SECRET';

const STRATEGY: Strategy = {
  ...{ id: 'welcome', title: 'Welcome' },
  goal: { event: 'order_placed', within: 'P3D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
  segment: { all: [] },
  trigger: { fact: 'events', params: { name: 'signed_up', within: 'P1D' }, operator: 'greaterThanInclusive', value: 1 },
  baseline: { title: 'all', offer: 'hello' },
  offers: [{ id: 'hello', title: 'Hello', faceValue: 0, redemptionRate: 0, contactCost: 0, response: { rate: 0.3 } }],
};

interface Batch {
  readonly data: { readonly people: readonly { readonly user: string }[] };
}

describeOn('pglite', 'rolling campaigns', (home) => {
  let database: Database;
  let receiver: Server;
  let release: CompiledRelease;
  let status = 200;
  const received: { readonly key: string; readonly users: readonly string[] }[] = [];
  const opened: RollingCampaigns[] = [];
  beforeAll(async () => {
    process.env[SECRET] = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    database = await freshDatabase(home);
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const users = (JSON.parse(body) as Batch).data.people.map(({ user }) => user);
        received.push({ key: String(request.headers['webhook-id']), users });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/`;
    const campaign: Campaign = {
      ...{ id: 'welcome', title: 'Welcome', strategy: STRATEGY.id, audience: { stored: true } },
      ...{ schedule: { every: 'PT1M' }, out: { webhook: { url, secret: SECRET, batch: 2 } } },
    };
    const documents = { facts: {}, segments: [], models: [], strategies: [STRATEGY], campaigns: [campaign] };
    release = compileRelease(documents, 'sha256:1');
  });
  afterAll(async () => {
    Reflect.deleteProperty(process.env, SECRET);
    for (const campaigns of opened) await campaigns.close();
    await new Promise((resolve) => receiver.close(resolve));
    await database.close();
  });

  function open(): RollingCampaigns {
    const campaigns = new RollingCampaigns({
      ...{ database, gatherer: new FactGatherer(database), log: new DecisionLog(database) },
      scorers: { score: () => Promise.reject(new Error('no model is asked')) },
      releases: { get: () => release },
      switches: { among: () => undefined, stopOf: () => null },
      policies: { complete: (choice) => Promise.resolve(choice) },
      items: { choose: () => Promise.resolve([]) },
      client: new OutboundClient(addressGuard(['127.0.0.1'])),
      logger: createLogger({ logLevel: 'silent' }),
    });
    opened.push(campaigns);
    return campaigns;
  }
  const signUp = async (...ids: readonly string[]) => {
    const at = Date.now() - 1_000;
    const call = { kind: 'track' as const, name: 'signed_up', properties: {}, at };
    await withRetries(database, (manager, also) =>
      ingest(
        manager,
        ids.map((id) => ({ ...call, id, messageId: uuidv7() })),
        also,
      ),
    );
  };
  const look = async (campaigns: RollingCampaigns, now: number) => {
    await campaigns.look(now);
    await campaigns.delivered();
  };
  const listed = async () => {
    const page = { campaign: 'welcome', after: 0, limit: 100 };
    return (await database.run((manager) => listedContacts(manager, page))).map(({ userId }) => userId);
  };

  it('take a turn when it is due, and push its list once; a list that is refused goes with the same keys', async () => {
    const [first, second] = [open(), open()];
    const now = Date.now();
    await look(first, now);
    await signUp('ann', 'bob', 'cem');
    await look(second, now + 59_000);
    expect(await listed()).toEqual([]);
    status = 400;
    await Promise.all([look(first, now + 60_000), look(second, now + 60_000)]);
    expect(await listed()).toEqual(['ann', 'bob', 'cem']);
    const keys = new Set(received.map(({ key }) => key));
    status = 200;
    await look(second, now + 61_000);
    const taken = received.slice(-2);
    expect(taken.flatMap(({ users }) => users).toSorted()).toEqual(['ann', 'bob', 'cem']);
    expect([...keys].every((key) => taken.some((batch) => batch.key === key))).toBe(true);
    await signUp('dia');
    await look(first, now + 120_000);
    expect(received.at(-1)!.users).toEqual(['dia']);
    const all = received.length;
    await look(second, now + 121_000);
    expect(received).toHaveLength(all);
  });

  it('leave a turn to the process that is at it', async () => {
    await signUp('eve');
    const lease = { campaign: 'welcome', work: 'turn', holder: 'another' } as const;
    await database.run((manager) => takeLease(manager, lease, Date.now()));
    await look(open(), Date.now() + 600_000);
    expect(await listed()).not.toContain('eve');
    await database.run((manager) => manager.query('delete from rolling_leases'));
    await look(open(), Date.now() + 600_000);
    expect(await listed()).toContain('eve');
  });
});
