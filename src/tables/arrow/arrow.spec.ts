import {
  columnFromArray,
  dateDay,
  dictionary,
  float64,
  int32,
  list,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from '@uwdata/flechette';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrowWriter, type WrittenCell, type WrittenFields } from './write-arrow.js';
import { openArrow } from './read-arrow.js';

const FIELDS: WrittenFields = new Map([
  ['name', 'text'],
  ['amount', 'number'],
  ['held', 'boolean'],
  ['sums', 'bytes'],
]);
const row = fc.record({
  name: fc.option(fc.string({ unit: 'binary' })),
  amount: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  held: fc.option(fc.boolean()),
  sums: fc.option(fc.uint8Array()),
});

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size)
    yield await Promise.resolve(bytes.slice(start, start + size));
}

function streamOf(batches: readonly (readonly Record<string, WrittenCell>[])[]): Uint8Array {
  const writer = new ArrowWriter(FIELDS);
  const parts = batches.map((rows) =>
    writer.batch(new Map([...FIELDS.keys()].map((name) => [name, rows.map((each) => each[name] ?? null)]))),
  );
  return Buffer.concat([...parts, writer.end()]);
}

describe('Arrow data', () => {
  it('is read as it was written, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 20 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 500 }),
        async (batches, size) => {
          const source = await openArrow(inChunks(streamOf(batches), size));
          expect([...source.fields.keys()]).toEqual([...FIELDS.keys()]);
          const read: unknown[] = [];
          for await (const batch of source.batches()) {
            const amounts = batch.column('amount', 'number') as { readonly values: Float64Array };
            const held = batch.column('held', 'boolean') as { readonly values: Float64Array };
            read.push([batch.texts('name'), [...amounts.values], [...held.values]]);
          }
          expect(read).toEqual(
            batches.map((rows) => [
              rows.map(({ name }) => name),
              rows.map(({ amount }) => amount ?? Number.NaN),
              rows.map(({ held: own }) => (own === null ? Number.NaN : Number(own))),
            ]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is read from files of its format', async () => {
    const table = tableFromColumns([['id', columnFromArray(['a', 'b'], utf8())]]);
    const source = await openArrow(inChunks(tableToIPC(table, { format: 'file' })!, 7));
    const read = [];
    for await (const batch of source.batches()) read.push(...batch.texts('id'));
    expect(read).toEqual(['a', 'b']);
  });

  it('gives facts of every type', async () => {
    const at = Date.parse('2026-11-29T08:00:00Z');
    const table = tableFromColumns([
      ['orders', columnFromArray([3, null], int32())],
      ['spend', columnFromArray([Infinity, 2.5], float64())],
      ['city', columnFromArray(['Wuhan', 'Wuhan'], dictionary(utf8()))],
      ['day', columnFromArray([at, null], dateDay())],
      ['seen', columnFromArray([at, null], timestamp())],
      ['tags', columnFromArray([['a', null], null], list(utf8()))],
    ]);
    const { value: batch } = await (
      await openArrow(inChunks(tableToIPC(table, { format: 'stream' })!, 64))
    )
      .batches()
      .next();
    expect(batch!.column('orders', 'number')).toEqual({ kind: 'number', values: Float64Array.of(3, Number.NaN) });
    expect(batch!.column('spend', 'number')).toEqual({ kind: 'number', values: Float64Array.of(Number.NaN, 2.5) });
    expect(batch!.column('city', 'string')).toMatchObject({ codes: Int32Array.of(0, 0), categories: ['Wuhan'] });
    expect(batch!.column('day', 'date')).toMatchObject({ codes: Int32Array.of(0, -1), categories: ['2026-11-29'] });
    expect(batch!.column('seen', 'date')).toEqual({ kind: 'date', values: Float64Array.of(at, Number.NaN) });
    expect(batch!.column('tags', 'list')).toMatchObject({ codes: Int32Array.of(0, -1), lists: [['a', null]] });
    expect(() => batch!.column('city', 'number')).toThrow('is Dictionary of Utf8, which is not read as a number');
    expect(() => batch!.column('orderz', 'number')).toThrow('There is no column "orderz"');
  });

  it.each([
    ['nothing', (bytes: Uint8Array) => bytes.subarray(0, 0)],
    ['something else', () => Buffer.from('user_id,orders\nu1,3\n')],
    ['a stream that is cut off in a batch', (bytes: Uint8Array) => bytes.subarray(0, -40)],
    ['a stream that is cut off between batches', (bytes: Uint8Array) => bytes.subarray(0, -8)],
  ])('is refused where there is %s', async (_, spoil) => {
    const bytes = spoil(streamOf([[{ name: 'a', amount: 1, held: true, sums: null }]]));
    const read = async () => {
      for await (const batch of (await openArrow(inChunks(bytes, 100))).batches()) batch.texts('name');
    };
    await expect(read()).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  it('is refused where a batch is larger than what may be held', async () => {
    const rows = Array.from({ length: 1_000 }, () => ({ name: 'x'.repeat(100), amount: 1, held: true, sums: null }));
    const source = await openArrow(inChunks(streamOf([rows]), 1_000), 50_000);
    await expect(source.batches().next()).rejects.toThrow('write fewer rows a batch');
  });
});
