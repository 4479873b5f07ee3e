import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeOn, freshConfig, type FreshConfig } from '../../../../test/support/database.js';
import { type Database } from '../database.js';
import { guestDoorOf } from '../../home/index.js';
import { openDatabase } from '../open-database.js';

describeOn('pglite', 'the embedded database of a running server', () => {
  let config: FreshConfig;
  let owner: Database;
  let guest: Database;
  beforeAll(async () => {
    config = await freshConfig('pglite');
    owner = await openDatabase(config);
    await owner.announce('http://127.0.0.1:1');
    await owner.run((manager) =>
      manager.query('create table entries (id int primary key, at timestamptz, bytes bytea)'),
    );
    guest = await openDatabase(config, { guest: true });
  });
  beforeEach(() => owner.run((manager) => manager.query('delete from entries')));
  afterAll(async () => {
    await guest.close();
    await owner.close();
    await config.dispose();
  });

  const insert = (id: number) => `insert into entries (id) values (${String(id)})`;
  const ids = async (database: Database): Promise<number[]> => {
    const rows = await database.run((manager) => manager.query<{ id: number }[]>('select id from entries order by id'));
    return rows.map(({ id }) => id);
  };

  it('is shared with commands, with values as its owner reads them', async () => {
    const at = new Date('2026-02-03T04:05:06.789Z');
    const sql = 'insert into entries values ($1, $2, $3)';
    await guest.transaction((manager) => manager.query(sql, [1, at, Buffer.from([0, 255])]));
    const [row] = await guest.run((manager) =>
      manager.query<{ at: Date; bytes: Uint8Array }[]>('select * from entries'),
    );
    expect({ ...row, bytes: [...(row?.bytes ?? [])] }).toEqual({ id: 1, at, bytes: [0, 255] });
    expect(await ids(owner)).toEqual([1]);
  });

  it('tells guests the errors of their statements', async () => {
    await guest.run((manager) => manager.query(insert(1)));
    const again = guest.run((manager) => manager.query(insert(1)));
    await expect(again).rejects.toMatchObject({ driverError: { code: '23505', table: 'entries' } });
    expect(await ids(guest)).toEqual([1]);
  });

  it('gives each transaction the connection for itself, whoever began it', async () => {
    const write = (database: Database, id: number) =>
      database.transaction(async (manager) => {
        await manager.query(insert(id));
        if (id % 3 === 0) throw new Error('taken back');
        await manager.query('update entries set at = $2 where id = $1', [id, new Date(0)]);
      });
    await Promise.allSettled(Array.from({ length: 30 }, (_, id) => write(id % 2 === 0 ? owner : guest, id)));
    expect(await ids(owner)).toEqual(Array.from({ length: 30 }, (_, id) => id).filter((id) => id % 3 !== 0));
  });

  it('takes back the transaction of a guest that goes away', async () => {
    let begun: () => void;
    const inside = new Promise<void>((resolve) => (begun = resolve));
    const other = await openDatabase(config, { guest: true });
    const left = other.transaction(async (manager) => {
      await manager.query(insert(5));
      begun();
      await (
        manager.queryRunner as unknown as { databaseConnection: { session: { close(): Promise<void> } } }
      ).databaseConnection.session.close();
      await manager.query(insert(6));
    });
    await inside;
    await expect(left).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await ids(owner)).toEqual([]);
  });

  it('does not mind who says something else at its door', async () => {
    const socket = connect(guestDoorOf(config.home)!);
    // The length of a frame, and bytes that are no value.
    await new Promise((resolve) => {
      socket.on('close', resolve).write(Buffer.from([0, 0, 0, 3, 1, 2, 3]));
    });
    expect(await ids(guest)).toEqual([]);
  });

  it('is UNAVAILABLE to guests when the server is gone', async () => {
    const gone = await freshConfig('pglite');
    const server = await openDatabase(gone);
    await server.announce('http://127.0.0.1:2');
    const left = await openDatabase(gone, { guest: true });
    await server.close();
    await expect(left.run((manager) => manager.query('select 1'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await left.close();
    await gone.dispose();
  });

  it('stays locked for another server', async () => {
    await expect(openDatabase(config)).rejects.toMatchObject({ code: 'HOME_LOCKED' });
  });
});
