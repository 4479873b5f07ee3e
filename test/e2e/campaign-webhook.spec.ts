/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return -- answers are JSON of every shape, and the expectations check it */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOn } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

const PEOPLE = 50;
const SECRET = 'TEST_OF_WEBHOOKS_SECRET';

interface Batch {
  readonly type: string;
  readonly data: {
    readonly run: string;
    readonly batch: number;
    readonly people: readonly { readonly user: string }[];
  };
}

describeOn('pglite', 'a campaign with a webhook', (home) => {
  let server: GuardedServer;
  let receiver: Server;
  let data: string;
  let status = 200;
  const received: { readonly key: string; readonly batch: Batch }[] = [];
  const ask = (method: string, path: string, body?: unknown) =>
    server.call(method, path, body, bearer(server.keys.marketer));

  beforeAll(async () => {
    process.env[SECRET] = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ key: String(request.headers['webhook-id']), batch: JSON.parse(body) as Batch });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    data = await mkdtemp(join(tmpdir(), 'webhook-'));
    const rows = Array.from({ length: PEOPLE }, (_, n) => `u${String(n)},2`);
    await writeFile(join(data, 'people.csv'), ['user,orders', ...rows, ''].join('\n'));
    server = await startGuardedServer(home, { DATA_DIR: data, ALLOWED_ADDRESSES: '127.0.0.1' });
    const { json } = await ask('POST', '/v1/releases', documents((receiver.address() as AddressInfo).port));
    await server.follows(json.release.hash);
  });
  afterAll(async () => {
    Reflect.deleteProperty(process.env, SECRET);
    await server.dispose();
    await new Promise((resolve) => receiver.close(resolve));
    await rm(data, { recursive: true });
  });

  async function rested(id: string) {
    await ask('GET', `/v1/campaigns/${id}/events`);
    return (await ask('GET', `/v1/campaigns/${id}`)).json;
  }

  it('stays ready where its batches are refused, and hands each person out once when it is resumed', async () => {
    status = 410;
    const { json: started } = await ask('POST', '/v1/campaigns', { campaign: 'gifts' });
    const refused = await rested(started.id);
    expect(refused).toMatchObject({ state: 'ready', error: { code: 'DELIVERY_FAILED' } });
    expect(refused.manifest.booked.contacts).toBe(PEOPLE);
    status = 200;
    received.length = 0;
    await ask('POST', `/v1/campaigns/${String(started.id)}/resume`);
    expect(await rested(started.id)).toMatchObject({ state: 'delivered', error: null });
    const users = received.flatMap(({ batch }) => batch.data.people.map(({ user }) => user));
    expect(users.toSorted()).toEqual(Array.from({ length: PEOPLE }, (_, n) => `u${String(n)}`).toSorted());
    expect(new Set(received.map(({ key }) => key)).size).toBe(3);
  });
});

function documents(port: number) {
  const goal = { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0.1 } };
  const offer = { faceValue: 5, redemptionRate: 1, contactCost: 1, response: { rate: 0.5 } };
  const webhook = { url: `http://127.0.0.1:${String(port)}/hook`, secret: SECRET, batch: 20 };
  return {
    facts: { orders: { type: 'number', from: { profile: 'orders' }, words: 'number of orders' } },
    strategies: [
      {
        ...{ id: 'gift', title: 'A gift', goal, segment: { all: [] } },
        baseline: { title: 'Everybody', offer: 'gift' },
        offers: [{ id: 'gift', title: 'A gift', ...offer }],
        limits: { perUser: { contacts: 1, within: 'P7D' } },
      },
    ],
    campaigns: [
      {
        ...{ id: 'gifts', title: 'Gifts', strategy: 'gift', out: { webhook } },
        audience: { files: 'people.csv', id: 'user' },
      },
    ],
  };
}
