import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { freshConfig, prepareEmbedded } from '../../../../test/support/database.js';
import { openDatabase } from '../open-database.js';

describe('the home of the embedded database', () => {
  let parent: string;
  let home: string;
  beforeEach(async () => {
    const config = await freshConfig('pglite');
    parent = config.home;
    home = join(parent, 'home');
    return () => {
      chmodSync(parent, 0o700);
      return config.dispose();
    };
  });

  const openOnce = async (): Promise<void> => (await openDatabase({ home })).close();
  const failure = async (): Promise<string> => {
    const error: unknown = await openOnce().then(
      () => 'it opened',
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'BAD_HOME' });
    return (error as Error).message;
  };
  const change = async (sql: string): Promise<void> => {
    const database = await openDatabase({ home });
    await database.run((manager) => manager.query(sql));
    await database.close();
  };
  const openToOthers = (folder: string): readonly string[] =>
    ['.', ...(readdirSync(folder, { recursive: true }) as string[])].filter(
      (name) => (statSync(join(folder, name)).mode & 0o077) !== 0,
    );

  describe.skipIf(process.platform === 'win32')('and other users of the machine', () => {
    it('is for its owner alone, also what is written later', async () => {
      const database = await openDatabase({ home });
      await database.announce('http://127.0.0.1:3000');
      await database.run((manager) => manager.query('create table later as select generate_series(1, 9999) as id'));
      expect(openToOthers(home)).toEqual([]);
      await database.close();
      expect(openToOthers(home)).toEqual([]);
    });

    it('is mended at start where it was open to all, and nothing else in it', async () => {
      await openOnce();
      const control = join(home, 'database', 'global', 'pg_control');
      const other = join(home, 'notes.txt');
      writeFileSync(other, 'of somebody else');
      for (const path of [home, join(home, 'database')]) chmodSync(path, 0o755);
      for (const path of [control, other]) chmodSync(path, 0o666);
      await openOnce();
      expect(openToOthers(home)).toEqual(['notes.txt']);
    });

    it('stays as it is where it is shared by intent, but for the database', async () => {
      mkdirSync(home);
      chmodSync(home, 0o1777);
      await openOnce();
      expect(openToOthers(home)).toEqual(['.']);
    });
  });

  describe('that cannot be used', () => {
    it('is named with the reason: it is a file, or below one', async () => {
      writeFileSync(home, 'not a folder');
      expect(await failure()).toContain(`${home} cannot be the home of the database: it is a file`);
      home = join(home, 'below');
      expect(await failure()).toMatch(/file.*choose another folder with STRATA_HOME/s);
    });

    it.runIf(existsSync('/proc/self'))('is named where it cannot be created', async () => {
      home = '/proc/strata-home';
      expect(await failure()).toContain('/proc/strata-home cannot be the home of the database: it cannot be created');
    });

    it.skipIf(process.geteuid?.() === 0)('is named where nobody may write in it', async () => {
      mkdirSync(home);
      chmodSync(home, 0o500);
      expect(await failure()).toContain('this user may not write there');
      chmodSync(home, 0o700);
    });

    it('is named where a folder lies in the place of its lock', async () => {
      mkdirSync(join(home, 'lock.json'), { recursive: true });
      expect(await failure()).toContain('a folder lies where a file belongs');
    });
  });

  describe('whose database is damaged', () => {
    const file = (...names: string[]): string => join(home, 'database', ...names);

    it('by a file in its place', async () => {
      mkdirSync(home);
      writeFileSync(file(), '');
      expect(await failure()).toContain('it is a file and not a folder');
    });

    it('by other files in its place, which stay', async () => {
      mkdirSync(file(), { recursive: true });
      writeFileSync(file('holiday.jpg'), '');
      expect(await failure()).toMatch(/no database \(holiday\.jpg\).*Restore your backup.*another STRATA_HOME/s);
      expect(readdirSync(file())).toEqual(['holiday.jpg']);
    });

    const damages: Readonly<Record<string, () => void>> = {
      'could not read file "global/pg_control"': () => {
        truncateSync(file('global', 'pg_control'), 100);
      },
      'initialized by PostgreSQL version 12': () => {
        writeFileSync(file('PG_VERSION'), '12\n');
      },
      checkpoint: () => {
        for (const name of readdirSync(file('pg_wal')).filter((log) => /^\d/.test(log)))
          truncateSync(file('pg_wal', name), 100);
      },
      'base/': () => {
        rmSync(file('base'), { recursive: true });
      },
    };
    for (const [words, damage] of Object.entries(damages)) {
      it(`tells the folder, what to do, and what is wrong (${words})`, async () => {
        mkdirSync(home);
        prepareEmbedded(file());
        damage();
        const message = await failure();
        expect(message).toContain(`The embedded database in ${file()} cannot be opened`);
        expect(message).toContain(words);
        expect(message).toContain('Restore your backup of this folder, or choose another STRATA_HOME');
      });
    }

    it('may be tried again, and says the same', async () => {
      mkdirSync(home);
      prepareEmbedded(file());
      writeFileSync(file('PG_VERSION'), '12\n');
      expect(await failure()).toBe(await failure());
    });

    it('by another program, whose tables stay alone', async () => {
      mkdirSync(home);
      prepareEmbedded(file());
      await change('drop schema public cascade; create schema public; create table shopping (id int)');
      expect(await failure()).toContain('another program\'s (with a table "shopping")');
    });
  });

  it('of a newer version of Strata is refused and left as it is', async () => {
    mkdirSync(home);
    prepareEmbedded(join(home, 'database'));
    await change(`insert into migrations (timestamp, name) values (9999999999999, 'FromTheFuture9999999999999')`);
    expect(await failure()).toMatch(/newer version of Strata.*FromTheFuture.*restore a backup/s);
  });

  it('is whole after a start that was interrupted while the database was made', async () => {
    mkdirSync(join(home, 'database.new', 'base'), { recursive: true });
    writeFileSync(join(home, 'database.new', 'PG_VERSION'), '18');
    await openOnce();
    expect(readdirSync(home)).toEqual(['database']);
  });
});
