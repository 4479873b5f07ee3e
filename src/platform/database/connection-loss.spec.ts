import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOn, freshConfig, type FreshConfig } from '../../../test/support/database.js';
import { type Database } from './database.js';
import { openDatabase } from './open-database.js';

describeOn('postgres', 'a lost connection', () => {
  let config: FreshConfig;
  let wire: Wire;
  let database: Database;
  beforeAll(async () => {
    config = await freshConfig('postgres');
    wire = await wireTo(new URL(config.databaseUrl!));
    database = await openDatabase({ home: config.home, databaseUrl: wire.url });
  });
  afterAll(async () => {
    await database.close();
    wire.cut();
    await config.dispose();
  });

  const one = () => database.run((manager) => manager.query<{ one: number }[]>('select 1 as one'));

  it('is UNAVAILABLE while it lasts, and over as soon as the database is back', async () => {
    expect(await one()).toEqual([{ one: 1 }]);
    wire.cut();
    await expect(one()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(database.transaction((manager) => manager.query('select 1'))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await wire.mend();
    expect(await one()).toEqual([{ one: 1 }]);
  });

  it('takes back the transaction that it hits', async () => {
    await database.run((manager) => manager.query('create table lost (id int)'));
    const hit = database.transaction(async (manager) => {
      await manager.query('insert into lost values (1)');
      wire.cut();
      await manager.query('insert into lost values (2)');
    });
    await expect(hit).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await wire.mend();
    expect(await database.run((manager) => manager.query('select * from lost'))).toEqual([]);
  });

  it('at the start is UNAVAILABLE, too', async () => {
    const nobody = { home: config.home, databaseUrl: 'postgres://strata@127.0.0.1:1/none' };
    await expect(openDatabase(nobody)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

/** A wire to the server that can be cut. */
interface Wire {
  readonly url: string;
  cut(): void;
  mend(): Promise<void>;
}

async function wireTo(target: URL): Promise<Wire> {
  const sockets = new Set<Socket>();
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;

  function listen(at: number): Promise<Server> {
    const next = createServer((near) => {
      const far = connect(Number(target.port || 5432), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    });
    return new Promise((resolve) => {
      next.listen(at, '127.0.0.1', () => {
        resolve(next);
      });
    });
  }
  const url = new URL(target);
  url.host = `127.0.0.1:${String(port)}`;
  return {
    url: url.href,
    cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    async mend() {
      server = await listen(port);
    },
  };
}
