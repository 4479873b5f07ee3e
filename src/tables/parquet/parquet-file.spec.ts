import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { runs } from '../../../test/support/suite.js';
import { openMemory } from '../index.js';
import { type ParquetColumn } from './columns.js';
import { encodeRows } from './encode.js';
import { ParquetFile } from './parquet-file.js';

const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
afterAll(() => rm(folder, { recursive: true }));

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 60 }));
const groups = fc.array(
  fc.integer({ min: 1, max: 300 }).chain((rows) => {
    const each = <T>(cell: fc.Arbitrary<T>) => fc.array(cell, { minLength: rows, maxLength: rows });
    return fc.record({
      rows: fc.constant(rows),
      numbers: each(fc.oneof(fc.double(), fc.constant(Number.NaN))),
      booleans: each(fc.constantFrom(0, 1, 255)),
      texts: each(fc.option(text)),
      categories: fc.array(text, { minLength: 1, maxLength: 40 }),
      codes: each(fc.integer({ min: -1, max: 40 })),
    });
  }),
  { maxLength: 3 },
);

test('another reader finds the cells that were written', async () => {
  const { connection, close } = await openMemory();
  let file = 0;
  const property = fc.asyncProperty(groups, async (written) => {
    const path = join(folder, `${String(file++)}.parquet`);
    const parquet = await ParquetFile.create(path, [
      { name: 'a number', type: 'number' },
      { name: 'b', type: 'boolean' },
      { name: 't', type: 'text' },
      { name: 'c', type: 'text' },
    ]);
    for (const { rows, numbers, booleans, texts, codes, categories } of written) {
      const columns: ParquetColumn[] = [
        { name: 'a number', type: 'number', values: Float64Array.from(numbers) },
        { name: 'b', type: 'boolean', values: Uint8Array.from(booleans) },
        { name: 't', type: 'text', texts },
        { name: 'c', type: 'text', codes: Int32Array.from(codes), categories },
      ];
      await parquet.append(encodeRows(columns, rows));
    }
    await parquet.close();
    const read = await connection.runAndReadAll(`select * from read_parquet('${path}')`);
    expect(read.getRows()).toEqual(
      written.flatMap(({ rows, numbers, booleans, texts, codes, categories }) =>
        Array.from({ length: rows }, (_, row) => [
          Number.isNaN(numbers[row]) ? null : numbers[row],
          booleans[row] === 255 ? null : booleans[row] === 1,
          texts[row] ?? null,
          categories[codes[row]!] ?? null,
        ]),
      ),
    );
  });
  await fc.assert(property, { numRuns: runs(40, 250) });
  close();
});

const OPEN_FILES = '/proc/self/fd';

test.skipIf(!existsSync(OPEN_FILES))(
  'a file is closed where its rows cannot be had or it cannot be written',
  async () => {
    const fields = [{ name: 'n', type: 'number' }] as const;
    const isOpen = (path: string) =>
      readdirSync(OPEN_FILES).some((descriptor) => {
        try {
          return readlinkSync(join(OPEN_FILES, descriptor)) === path;
        } catch {
          return false;
        }
      });
    const path = join(folder, 'broken.parquet');
    const rows = ParquetFile.write(path, fields, () => {
      expect(isOpen(path)).toBe(true);
      return Promise.reject(new Error('no rows'));
    });
    await expect(rows).rejects.toThrow('no rows');
    expect(isOpen(path)).toBe(false);
    // Every write to it says that the disk is full.
    if (!existsSync('/dev/full')) return;
    await expect(ParquetFile.create('/dev/full', fields)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(isOpen('/dev/full')).toBe(false);
  },
);
