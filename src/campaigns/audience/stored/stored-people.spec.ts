import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { openMemory } from '#strata/tables';
import { describeOnBothHomes, freshDatabase } from '../../../../test/support/database.js';
import { storedPart } from './stored-people.js';

const PEOPLE = 2_000;
const NOW = Date.UTC(2026, 10, 29);

const catalogue: FactCatalogue = {
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
  orders: { type: 'number', from: { events: { name: 'order', measure: 'count' } }, words: 'orders' },
};
const facts = [
  { key: 'city', ref: { key: 'city', fact: 'city' }, type: 'string' },
  { key: 'orders', ref: { key: 'orders', fact: 'orders' }, type: 'number' },
] as const;

describeOnBothHomes('some of the people who are stored', (home) => {
  let database: Database;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stored-'));
    database = await freshDatabase(home);
    await database.run(async (manager) => {
      await manager.query(
        `insert into profiles (user_id, attributes)
         select 'u' || n, jsonb_build_object('city', 'c' || n % 7) from generate_series(1, $1::int) n`,
        [PEOPLE],
      );
      await manager.query(
        `insert into events (user_id, message_id, name, at, properties)
         select 'u' || n, n || '-' || k, case k when 0 then 'visit' else 'order' end, $2::timestamptz, '{}'
         from generate_series(1, $1::int) n, generate_series(0, n % 4) k`,
        [PEOPLE, new Date(NOW - 86_400_000).toISOString()],
      );
    });
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const reading = () => ({ database, facts, catalogue, timeZone: 'UTC', now: NOW, folder });
  const read = (sample?: number) => storedPart({ ...reading(), sample });

  async function rowsIn(file: string): Promise<readonly (readonly unknown[])[]> {
    const { connection, close } = await openMemory();
    const rows = (await connection.runAndReadAll(`select * from read_parquet('${file}') order by id`)).getRows();
    close();
    return rows;
  }

  it.each([100, 800])(
    'are about %d as a sample, which reads these alone, the same ones each time, with the facts that all have',
    async (size) => {
      const everybody = await read();
      expect(everybody).toMatchObject({ base: null, part: { rows: PEOPLE } });
      const whole = new Map((await rowsIn(everybody.part.file)).map((row) => [row[0], row]));
      const { part, base } = await read(size);
      expect(base).toBe(PEOPLE);
      // Five standard deviations of a draw.
      expect(Math.abs(part.rows - size)).toBeLessThan(5 * Math.sqrt(size));
      const rows = await rowsIn(part.file);
      expect(rows).toHaveLength(part.rows);
      for (const row of rows) expect(row).toEqual(whole.get(row[0]));
      const again = await read(size);
      expect(await rowsIn(again.part.file)).toEqual(rows);
    },
  );

  it('are those who are named by whatever id, with the facts that all have; the others are counted', async () => {
    await database.run((manager) =>
      manager.query(
        `insert into identities (anonymous_id, user_id, claimed_id, at) values ('cookie-7', 'u7', 'u7', $1)`,
        [new Date(NOW).toISOString()],
      ),
    );
    const whole = new Map((await rowsIn((await read()).part.file)).map((row) => [row[0], row]));
    // eslint-disable-next-line @typescript-eslint/require-await -- ids come as they are read
    async function* named() {
      yield ['u3', 'nobody', 'u1999'];
      yield ['cookie-7', 'nobody-else'];
    }
    const { part, base, unknown } = await storedPart({ ...reading(), named: named() });
    expect({ base, unknown, rows: part.rows }).toEqual({ base: null, unknown: 2, rows: 3 });
    expect(await rowsIn(part.file)).toEqual(['u1999', 'u3', 'u7'].map((id) => whole.get(id)));
  });

  it('are everybody where there are no more', async () => {
    expect(await read(PEOPLE)).toMatchObject({ base: null, part: { rows: PEOPLE } });
    expect(await read(10 * PEOPLE)).toMatchObject({ base: null, part: { rows: PEOPLE } });
  });
});
