import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { addressGuard, OutboundClient } from '#strata/platform/outbound';
import { uuidv7 } from '#strata/kernel';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { attemptsOf } from './batch-table.js';
import { pushBatches, type WebhookDelivery } from './push-batches.js';
import { keysOf, signedHeaders } from './signature.js';

interface Received {
  readonly id: string;
  readonly body: string;
}

const KEYS = keysOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'SECRET');

describeOnBothHomes('pushing a list', (home) => {
  let database: Database;
  let server: Server;
  let url: string;
  const client = new OutboundClient(addressGuard(['127.0.0.1']));
  /** Everything that came in, in order; and what is answered to it. */
  let received: Received[] = [];
  let answerTo: (message: Received, count: number) => number | null = () => 200;
  beforeAll(async () => {
    database = await freshDatabase(home);
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const id = String(request.headers['webhook-id']);
        const at = Number(request.headers['webhook-timestamp']) * 1_000;
        expect(request.headers).toMatchObject(signedHeaders({ id, at, body }, KEYS));
        received.push({ id, body });
        const count = received.filter((message) => message.id === id).length;
        const status = answerTo({ id, body }, count);
        if (status === null) request.socket.destroy();
        else response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
  });
  beforeEach(() => {
    received = [];
    answerTo = () => 200;
  });
  afterAll(async () => {
    client.close();
    await new Promise((resolve) => server.close(resolve));
    await database.close();
  });

  function list(batches: number): WebhookDelivery {
    return {
      ...{ id: uuidv7(), url, keys: KEYS, batches },
      async *read() {
        for (let number = 1; number <= batches; number++) {
          yield await Promise.resolve({ number, body: () => JSON.stringify({ number }) });
        }
      },
    };
  }

  const push = (delivery: WebhookDelivery, { signal = new AbortController().signal, progress = () => {} } = {}) =>
    pushBatches(delivery, { database, client, signal, progress, firstRestMs: 1 });
  const numbers = () => received.map(({ body }) => (JSON.parse(body) as { number: number }).number);

  it('sends every batch once, each with a key of its own', async () => {
    const delivery = list(25);
    await push(delivery);
    expect(numbers().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(new Set(received.map(({ id }) => id)).size).toBe(25);
    await push(delivery);
    expect(received).toHaveLength(25);
  });

  it('tries again with the same key and bytes where the receiver is not well or its answer is lost', async () => {
    answerTo = ({ body }, count) => (count > 2 ? 204 : body.includes('2') ? null : 503);
    const delivery = list(3);
    await push(delivery);
    expect(received).toHaveLength(9);
    expect(new Set(received.map(({ id, body }) => `${id} ${body}`)).size).toBe(3);
    const attempts = await database.run((manager) => attemptsOf(manager, delivery.id));
    expect(attempts).toEqual([1, 2, 3].map((number) => ({ number, attempts: 3, answer: '204' })));
  });

  it('goes on where it was stopped, and sends nothing again that was taken', async () => {
    const delivery = list(40);
    const stop = new AbortController();
    const progress = () => {
      if (received.length >= 10) stop.abort();
    };
    await expect(push(delivery, { signal: stop.signal, progress })).rejects.toMatchObject({ code: 'CANCELLED' });
    const taken = await database.run((manager) => attemptsOf(manager, delivery.id));
    expect(taken.length).toBeLessThan(40);
    const before = received.length;
    await push(delivery);
    const again = received.slice(before).map(({ id }) => id);
    expect(again.some((id) => taken.some(({ number }) => id.endsWith(`_${String(number)}`)))).toBe(false);
    expect(new Set(received.map(({ id }) => id)).size).toBe(40);
  });

  it('ends where the receiver refuses a batch, says so, and goes on when it is asked again', async () => {
    answerTo = ({ body }) => (body === '{"number":3}' ? 410 : 200);
    const delivery = list(6);
    await expect(push(delivery)).rejects.toMatchObject({
      code: 'DELIVERY_FAILED',
      message: 'The webhook did not take batch 3: 410.',
    });
    answerTo = () => 200;
    await push(delivery);
    expect(new Set(received.map(({ id }) => id)).size).toBe(6);
    expect(numbers().filter((number) => number === 3)).toHaveLength(2);
  });
});
