import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { startTestServer } from '../e2e/server.js';
import { describeOn, freshConfig } from '../support/database.js';

/** A way to the database that can be cut and mended. */
async function openWay(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const way = createServer((socket) => {
    const database = connect(Number(target.port), target.hostname);
    for (const end of [socket, database]) {
      sockets.add(end);
      end.on('error', () => undefined).on('close', () => sockets.delete(end));
    }
    socket.pipe(database).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  const { port } = way.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    async cut() {
      const closed = once(way, 'close');
      way.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend() {
      way.listen(port, '127.0.0.1');
      await once(way, 'listening');
    },
  };
}

describeOn('postgres', 'a database that goes away', () => {
  it('gives 503 with Retry-After, and decisions again when it is back', async () => {
    const fresh = await freshConfig('postgres');
    const way = await openWay(fresh.databaseUrl!);
    const server = await startTestServer('postgres', { DATABASE_URL: way.url });
    const decide = () => server.call('POST', '/v1/decisions', { userId: 'u1' });
    try {
      expect((await decide()).status).toBe(200);
      await way.cut();
      const away = await decide();
      expect(away).toMatchObject({ status: 503, json: { code: 'UNAVAILABLE' } });
      expect(away.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await server.call('GET', '/readyz')).status).toBe(503);
      await way.mend();
      expect((await decide()).status).toBe(200);
      expect((await server.call('GET', '/readyz')).status).toBe(200);
    } finally {
      await server.dispose();
      await way.cut();
      await fresh.dispose();
    }
  });
});
