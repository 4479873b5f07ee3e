import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type Database } from './database.js';
import { prepared, queryPrepared } from './prepared.js';

describeOnBothHomes('a database', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    await database.run((manager) => manager.query('create table entries (id int primary key, note text)'));
  });
  afterAll(() => database.close());

  const ids = async (): Promise<number[]> => {
    const rows = await database.run((manager) => manager.query<{ id: number }[]>('select id from entries order by id'));
    return rows.map(({ id }) => id);
  };
  const clear = () => database.run((manager) => manager.query('delete from entries'));
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

  it('takes back all of a transaction that throws, and only that, however many run at once', async () => {
    await clear();
    const all = Array.from({ length: 60 }, (_, id) =>
      database.transaction(async (manager) => {
        await manager.query('insert into entries values ($1, $2)', [id, 'first']);
        await pause();
        if (id % 2 === 1) throw new Error('taken back');
        await manager.query('update entries set note = $2 where id = $1', [id, 'second']);
      }),
    );
    const results = await Promise.allSettled(all);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(30);
    expect(await ids()).toEqual(Array.from({ length: 30 }, (_, i) => 2 * i));
  });

  it('shows a plain read nothing of a transaction that is still open', async () => {
    await clear();
    let reads: Promise<number[]>[] = [];
    const transaction = database.transaction(async (manager) => {
      await manager.query(`insert into entries values (1, 'never seen')`);
      reads = [ids(), ids()];
      await pause();
      throw new Error('taken back');
    });
    await expect(transaction).rejects.toThrow('taken back');
    expect(await Promise.all(reads)).toEqual([[], []]);
  });

  it('keeps working after a statement that fails', async () => {
    await clear();
    await expect(
      database.transaction((manager) => manager.query('insert into entries values ($1)', ['x'])),
    ).rejects.toThrow();
    await expect(database.run((manager) => manager.query('select nonsense'))).rejects.toThrow('nonsense');
    await database.run((manager) => manager.query('insert into entries values (7, null)'));
    expect(await ids()).toEqual([7]);
  });

  it('reads and writes values alike in both homes', async () => {
    const when = new Date('2026-02-03T04:05:06.789Z');
    const [row] = await database.run((manager) =>
      manager.query<Record<string, unknown>[]>(
        `select $1::bigint as big, $2::numeric as exact, $3::timestamptz as time, $4::jsonb as json, $5::bytea as bytes,
          $6::boolean as yes, $7::text[] as words, $8::float8 as float, $9::text as nothing, count(*) as count`,
        [2 ** 40, '1.50', when, { a: [1, null] }, Buffer.from([0, 1, 255]), true, ['a', 'b, c'], 0.1, null],
      ),
    );
    expect({ ...row, bytes: [...(row?.bytes as Uint8Array)] }).toEqual({
      big: 2 ** 40,
      exact: '1.50',
      time: when,
      json: { a: [1, null] },
      bytes: [0, 1, 255],
      yes: true,
      words: ['a', 'b, c'],
      float: 0.1,
      nothing: null,
      count: 1,
    });
  });

  it('prepares a statement once, with values as everywhere, and goes on after it failed', async () => {
    await clear();
    const insert = prepared(`insert into entries (id, note) values ($1, $2) returning id, note, $3::text[] as words`);
    const run = (id: number, note: string | null) =>
      database.run((manager) => queryPrepared<object>(manager, insert, [id, note, ['é', 'b, c']]));
    expect(await run(1, '“é€😀”')).toEqual([{ id: 1, note: '“é€😀”', words: ['é', 'b, c'] }]);
    await expect(run(1, 'again')).rejects.toMatchObject({ code: '23505' });
    expect(await run(2, null)).toEqual([{ id: 2, note: null, words: ['é', 'b, c'] }]);
    const failed = database.transaction(async (manager) => {
      await queryPrepared(manager, insert, [3, 'taken back', []]);
      await queryPrepared(manager, insert, [2, 'known', []]);
    });
    await expect(failed).rejects.toThrow();
    expect(await ids()).toEqual([1, 2]);
  });

  it('answers an UPDATE with its rows and their number', async () => {
    await clear();
    const answer = await database.run(async (manager) => {
      await manager.query(`insert into entries values (1, 'a'), (2, 'b')`);
      return await manager.query<unknown>(`update entries set note = 'c' where id > $1 returning id`, [1]);
    });
    expect(answer).toEqual([[{ id: 2 }], 1]);
  });

  it('waits for what runs before it closes, and refuses what comes later', async () => {
    const other = await freshDatabase(home);
    const slow = other.transaction(async (manager) => {
      await pause();
      return await manager.query<unknown>('select 1 as one');
    });
    await Promise.all([other.close(), expect(slow).resolves.toEqual([{ one: 1 }])]);
    await expect(other.run((manager) => manager.query('select 1'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
