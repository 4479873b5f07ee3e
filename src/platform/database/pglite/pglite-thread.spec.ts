import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOn, freshConfig, type FreshConfig } from '../../../../test/support/database.js';
import { type Database } from '../database.js';
import { openDatabase } from '../open-database.js';

describeOn('pglite', 'the embedded database in its thread', () => {
  const threads: Worker[] = [];
  const collect = (message: unknown) => void threads.push((message as { worker: Worker }).worker);
  let config: FreshConfig;
  let database: Database;
  beforeAll(async () => {
    subscribe('worker_threads', collect);
    config = await freshConfig('pglite');
    database = await openDatabase(config);
    await database.run((manager) => manager.query('create table kept (id int primary key, bytes bytea)'));
  });
  afterAll(async () => {
    unsubscribe('worker_threads', collect);
    await database.close();
    await config.dispose();
  });

  const ids = () => database.run((manager) => manager.query<{ id: number }[]>('select id from kept order by id'));
  const end = async () => {
    await threads.pop()?.terminate();
  };

  it('leaves the event loop to others while a statement runs', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await database.run((manager) => manager.query('select count(*) from generate_series(1, 2000000)'));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it('tells the errors of statements as PostgreSQL does, without their parameters', async () => {
    const insert = () => database.run((manager) => manager.query('insert into kept values ($1)', [1]));
    await insert();
    const error: unknown = await insert().catch((reason: unknown) => (reason as { driverError: unknown }).driverError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: '23505', table: 'kept', constraint: 'kept_pkey', severity: 'ERROR' });
    expect(error).not.toHaveProperty('params');
  });

  it('takes back the transaction that it ends in, and opens again for the next', async () => {
    const hit = database.transaction(async (manager) => {
      await manager.query('insert into kept values (2)');
      await end();
      await manager.query('insert into kept values (3)');
    });
    await expect(hit).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await ids()).toEqual([{ id: 1 }]);
    await database.run((manager) => manager.query('insert into kept values (4)'));
    expect(await ids()).toEqual([{ id: 1 }, { id: 4 }]);
  });

  it('is UNAVAILABLE to the statement that runs while it ends', async () => {
    const running = database.run(async (manager) => {
      const answer = manager.query<unknown>('select count(*) from generate_series(1, 5000000)');
      await end();
      return answer;
    });
    await expect(running).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await ids()).toHaveLength(2);
  });

  it('closes also after it ended', async () => {
    await end();
    await database.close();
  });
});
