import { describe, expect, it } from 'vitest';
import { QueryFailedError } from 'typeorm';
import { describeOn, freshConfig } from '../../../../test/support/database.js';
import { openDatabase } from '../open-database.js';
import { sqlState, unavailableOr } from './unavailable.js';

const failed = (code: string, message = 'said by PostgreSQL'): unknown =>
  unavailableOr(new QueryFailedError('select', [], Object.assign(new Error(message), { code })));

describe('an error of the database', () => {
  const passing = {
    'a full disk': '53100',
    'no memory': '53200',
    'too many connections': '53300',
    'a statement time-out': '57014',
    'a lock time-out': '55P03',
    'a transaction that was idle': '25P03',
    'a transaction that took too long': '25P04',
    'a standby': '25006',
    'a serialization failure': '40001',
    'a deadlock': '40P01',
    'a shutdown': '57P01',
    'a crash': '57P02',
    'a start': '57P03',
    'a lost connection': '08006',
    'a broken disk': '58030',
  };
  for (const [name, state] of Object.entries(passing)) {
    it(`says that the database is UNAVAILABLE: ${name} (${state})`, () => {
      const error = failed(state);
      expect(error).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
      expect(sqlState(error)).toBe(state);
    });
  }

  it('says so also where PostgreSQL has no state for what the system says', () => {
    for (const words of ['No space left on device', 'Disk quota exceeded', 'Read-only file system']) {
      expect(failed('XX000', `could not extend file "base/5/1": ${words}`)).toMatchObject({ code: 'UNAVAILABLE' });
    }
  });

  it('stays as it is where the statement is wrong', () => {
    for (const state of ['23505', '42P01', '22P02', 'XX000']) {
      expect(failed(state)).toBeInstanceOf(QueryFailedError);
    }
  });
});

describeOn('postgres', 'a PostgreSQL that takes no changes', () => {
  it('is not ready, and UNAVAILABLE to who writes', async () => {
    const config = await freshConfig('postgres');
    await (await openDatabase(config)).close();
    const url = new URL(config.databaseUrl!);
    url.searchParams.set('options', '-c default_transaction_read_only=on');
    const standby = await openDatabase({ ...config, databaseUrl: url.href });
    try {
      await expect(standby.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      const write = standby.transaction((manager) => manager.query(`delete from jobs`));
      await expect(write).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    } finally {
      await standby.close();
      await config.dispose();
    }
  });

  it('is UNAVAILABLE to who waits too long for a lock or a statement, and ready', async () => {
    const config = await freshConfig('postgres');
    const database = await openDatabase(config);
    try {
      for (const sql of [
        'set local statement_timeout = 1; select pg_sleep(5)',
        'select 1 / (select 0 from pg_sleep(0))',
      ]) {
        const asked = database.transaction((manager) => manager.query(sql));
        await (sql.startsWith('set')
          ? expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' })
          : expect(asked).rejects.toMatchObject({ code: '22012' }));
      }
      await database.ready();
    } finally {
      await database.close();
      await config.dispose();
    }
  });
});
