import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColumnRequest } from '#strata/tables/columns';
import { openDataFile } from '#strata/tables/files';
import { readTable } from './table.js';
import { cellOf } from '../../../tables/columns/table-column.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-tables-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string | Buffer): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

/** The cells of one column as facts are, and what is said about how it was read. */
async function column(file: string, request: ColumnRequest) {
  const data = await openDataFile(file);
  try {
    const { kind, notes } = await data.reading(request);
    const table = await readTable(data, { columns: [request] });
    const read = table.columns.get(request.name);
    const cells = Array.from({ length: table.rows }, (_, row) => read && cellOf(read, row));
    return { kind, notes, cells };
  } finally {
    data.close();
  }
}

/** A CSV file with a column `x`, whose cells are in quotes. */
async function csvOf(name: string, cells: readonly string[]): Promise<string> {
  return await write(name, `id,x\n${cells.map((cell, row) => `${String(row)},"${cell}"\n`).join('')}`);
}

const times = <T>(count: number, value: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => value(index));

describe('a column that is nearly all numbers', () => {
  it('is one of numbers, with the odd cells missing and named', async () => {
    const cells = [...times(97, (row) => String(row)), 'oops', 'oops', 'x1'];
    const read = await column(await csvOf('odd.csv', cells), { name: 'x' });
    expect(read.kind).toBe('number');
    expect(read.cells.slice(95)).toEqual([95, 96, undefined, undefined, undefined]);
    expect(read.notes).toEqual(['3 cells of "x" are no number and count as missing: "oops" (2), "x1" (1)']);
  });

  it('may have any number of marks of missing', async () => {
    const marks = ['NA', 'n/a', '-', '?', 'NULL', 'Select', 'unknown', ' '];
    const read = await column(await csvOf('marks.csv', [...marks, ...marks, '1', '2.5', '3']), { name: 'x' });
    expect(read.cells).toEqual([...times(16, () => undefined), 1, 2.5, 3]);
    expect(read.notes[0]).toMatch(/^14 cells of "x" are no number and count as missing: "-" \(2\), "\?" \(2\)/);
  });

  it('wherever the odd cells are, also far beyond what a sample sees', async () => {
    const cells = times(30_000, (row) => String(row));
    for (const row of [0, 15_000, 29_999]) cells[row] = 'n.b.';
    const read = await column(await csvOf('late.csv', cells), { name: 'x' });
    expect(read.kind).toBe('number');
    expect(read.notes).toEqual(['3 cells of "x" are no number and count as missing: "n.b." (3)']);
  });

  it('is text where fewer are numbers, which is said', async () => {
    const read = await column(await csvOf('codes.csv', [...times(9, (row) => String(row)), 'V57']), { name: 'x' });
    expect(read.kind).toBe('category');
    expect(read.notes).toEqual([
      '"x" is read as text although 90 % of its cells are numbers: say "columns": {"x": {"type": "number"}} to count the others as missing',
    ]);
  });

  it('is what it is declared to be', async () => {
    const file = await csvOf('declared.csv', ['1', '2', 'V57']);
    expect((await column(file, { name: 'x', kind: 'number' })).cells).toEqual([1, 2, undefined]);
    expect((await column(file, { name: 'x', kind: 'category' })).cells).toEqual(['1', '2', 'V57']);
    const numbers = await csvOf('numbers.csv', ['1', '2']);
    expect((await column(numbers, { name: 'x', kind: 'category' })).cells).toEqual(['1', '2']);
  });

  it.each([
    ['decimal commas', ['1,5', '2', '-3,25'], [1.5, 2, -3.25]],
    ['thousands', ['1,234,567.5', '12', '1,000'], [1_234_567.5, 12, 1000]],
    ['currencies', ['€ 1.234,50', '€ 3,00', '12 €'], [1234.5, 3, 12]],
    ['per cent', ['12 %', '7.5%', '100%'], [0.12, 0.075, 1]],
  ])('may be written with %s', async (name, cells, values) => {
    expect(await column(await csvOf(`${name}.csv`, cells), { name: 'x' })).toEqual({
      kind: 'number',
      notes: [],
      cells: values,
    });
  });

  it('is refused where a comma may mean decimals or thousands, until somebody says which', async () => {
    const file = await csvOf('comma.csv', ['1,234', '5,678']);
    await expect(column(file, { name: 'x' })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ message: 'column "x": its numbers may be written as 1234,5 or as 1,234.5: "1,234", "5,678"' }],
    });
    expect((await column(file, { name: 'x', decimal: ',' })).cells).toEqual([1.234, 5.678]);
    expect((await column(file, { name: 'x', decimal: '.' })).cells).toEqual([1234, 5678]);
    expect((await column(file, { name: 'x', kind: 'category' })).cells).toEqual(['1,234', '5,678']);
  });

  it('is the same in NDJSON, where values are mixed in type', async () => {
    const lines = [...times(30, (x) => ({ x })), { x: 'n/a' }, { x: null }, {}];
    const file = await write('mixed.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'));
    const read = await column(file, { name: 'x' });
    expect(read.cells.slice(29)).toEqual([29, undefined, undefined, undefined]);
  });
});

describe('texts of NDJSON', () => {
  it('have no quotes where others are numbers', async () => {
    const file = await write('texts.ndjson', '{"x": "Berlin"}\n{"x": 7}\n{"x": true}\n{"x": null}\n');
    expect((await column(file, { name: 'x' })).cells).toEqual(['Berlin', '7', 'true', undefined]);
  });

  it('are dates only in a form that is clear', async () => {
    const file = await write('dates.ndjson', '{"x": "01/02/2024"}\n{"x": "25/12/2024"}\n');
    expect((await column(file, { name: 'x' })).cells).toEqual(['2024-02-01T00:00:00.000Z', '2024-12-25T00:00:00.000Z']);
    const numbers = await write('digits.ndjson', '{"x": "0012"}\n{"x": "34"}\n');
    expect((await column(numbers, { name: 'x' })).cells).toEqual(['0012', '34']);
  });
});

describe('a column of dates', () => {
  it.each([
    [
      ['2024-01-01 08:30:00', '2024-06-01T00:00:00+02:00'],
      ['2024-01-01T08:30:00.000Z', '2024-05-31T22:00:00.000Z'],
    ],
    [
      ['05/01/2024', '25/12/2024'],
      ['2024-01-05T00:00:00.000Z', '2024-12-25T00:00:00.000Z'],
    ],
    [
      ['1/5/2024 1:05 PM', '12/25/2024 9:00 AM'],
      ['2024-01-05T13:05:00.000Z', '2024-12-25T09:00:00.000Z'],
    ],
    [
      ['06.09.2024', '07.09.2024'],
      ['2024-09-06T00:00:00.000Z', '2024-09-07T00:00:00.000Z'],
    ],
  ])('%j is read in UTC, whatever zone the machine is in', async (cells, moments) => {
    const file = await csvOf('dates.csv', cells);
    const before = process.env['TZ'];
    try {
      for (const zone of ['Asia/Tokyo', 'America/St_Johns', 'UTC']) {
        process.env['TZ'] = zone;
        expect(await column(file, { name: 'x' })).toEqual({ kind: 'date', notes: [], cells: moments });
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it.each([
    [['20240906', '20241231'], '2024-09-06T00:00:00.000Z'],
    [['1725580800', '1725580801'], '2024-09-06T00:00:00.000Z'],
    [['1725580800000', '1725580801000'], '2024-09-06T00:00:00.000Z'],
  ])('%j is one of numbers, unless it is said to be of dates', async (cells, moment) => {
    const file = await csvOf('epoch.csv', cells);
    expect((await column(file, { name: 'x' })).kind).toBe('number');
    expect((await column(file, { name: 'x', kind: 'date' })).cells[0]).toBe(moment);
  });

  it('is refused where day and month may be either, until somebody says which', async () => {
    const file = await csvOf('either.csv', ['01/02/2024', '03/04/2024']);
    await expect(column(file, { name: 'x' })).rejects.toMatchObject({
      problems: [{ message: 'column "x": its dates may be DD/MM/YYYY or MM/DD/YYYY: "01/02/2024", "03/04/2024"' }],
    });
    const read = await column(file, { name: 'x', kind: 'date', date: 'MM/DD/YYYY' });
    expect(read.cells).toEqual(['2024-01-02T00:00:00.000Z', '2024-03-04T00:00:00.000Z']);
  });

  it('is refused where no form reads all of it, with the forms that are understood', async () => {
    const file = await csvOf('several.csv', ['25/12/2024', '12/25/2024']);
    await expect(column(file, { name: 'x' })).rejects.toMatchObject({
      problems: [{ message: /several ways \(DD\/MM\/YYYY, MM\/DD\/YYYY\)/, expected: /ISO 8601/ }].map(
        (problem) =>
          expect.objectContaining({
            message: expect.stringMatching(problem.message) as string,
            expected: expect.stringMatching(problem.expected) as string,
          }) as object,
      ),
    });
    const words = await csvOf('words.csv', ['soon', 'later']);
    await expect(column(words, { name: 'x', kind: 'date' })).rejects.toMatchObject({
      problems: [{ expected: expect.stringContaining('DD/MM/YYYY') as string }],
    });
  });
});

describe('a path', () => {
  it('that exists is that file, and a folder adds no column', async () => {
    await mkdir(join(folder, 'city=Rome'), { recursive: true });
    await write('sales1.csv', 'x\n1\n');
    await write('sales[1].csv', 'x\n2\n');
    await write('s*?.csv', 'x\n3\n');
    await write('city=Rome/a[b].csv', 'x\n4\n');
    for (const [name, value] of [
      ['sales[1].csv', 2],
      ['s*?.csv', 3],
      ['city=Rome/a[b].csv', 4],
    ] as const) {
      const data = await openDataFile(join(folder, name));
      expect(data.columns.map((known) => known.name)).toEqual(['x']);
      data.close();
      expect((await column(join(folder, name), { name: 'x' })).cells).toEqual([value]);
    }
    await expect(openDataFile(join(folder, 'sales*.csv'))).rejects.toMatchObject({
      problems: [{ message: 'there is no such file' }],
    });
  });
});

describe('a file that cannot be read', () => {
  const rows = (count: number) => times(count, (row) => `${String(row)},Berlin`).join('\n');

  it.each<[string, string | Buffer, string]>([
    [
      'latin1.csv',
      Buffer.from('id,x\n1,Berlin\n2,Köln\n', 'latin1'),
      'line 3 is not UTF-8: the file seems to be Latin-1 (or Windows-1252)',
    ],
    [
      'late-latin1.csv',
      Buffer.from(`id,x\n${rows(40_000)}\n2,Köln\n`, 'latin1'),
      'line 40002 is not UTF-8: the file seems to be Latin-1 (or Windows-1252)',
    ],
    ['utf16.csv', Buffer.from('\uFEFFid,x\n1,Köln\n', 'utf16le'), 'line 1 is not UTF-8: the file seems to be UTF-16'],
    [
      'latin1.ndjson',
      Buffer.from('{"x": "Bonn"}\n{"x": "Köln"}\n', 'latin1'),
      'line 2 is not UTF-8: the file seems to be Latin-1 (or Windows-1252)',
    ],
    [
      'long.csv',
      `id,x\n${rows(700)}\n700,Berlin,extra\n701,a\n702,b,c,d\n`,
      'line 702 has 3 cells where the header has 2 (2 rows are like that)',
    ],
    ['short.csv', 'id,x\n1,"a\nb"\n2\n', 'line 4 has 1 cells where the header has 2 (no other row is like that)'],
    ['quote.csv', 'id,x\n1,"open\n2,b\n', 'a quotation mark in the row that begins on line 2 is never closed'],
    ['nothing.csv', '', 'it is empty'],
  ])('says why, and on which line: %s', async (name, text, message) => {
    const problem = { message: expect.stringContaining(message) as string };
    await expect(openDataFile(await write(name, text))).rejects.toMatchObject({
      code: 'BAD_FILE',
      problems: [problem],
    });
  });

  it.each([
    ['semicolons', 'id;x\n1;a,b\n', 'a,b'],
    ['a mark of its encoding', '\uFEFFx,id\na,1\n', 'a'],
    ['blank lines', '\n\nx,id\na,1\n\n', 'a'],
    ['lines that end in two ways', 'x,id\r\na,1\nb,2\r\n', 'a'],
    ['quotation marks within text', 'x,id\n5" screen,1\n', '5" screen'],
    ['signs of a comment', 'x,id\n#1,1\n', '#1'],
  ])('is none with %s', async (name, text, first) => {
    expect((await column(await write(`${name}.csv`, text), { name: 'x', kind: 'category' })).cells[0]).toBe(first);
  });

  it('for a name that two columns have says which they are', async () => {
    const file = await write('twice.csv', 'a,b,a\n1,2,3\n');
    expect((await column(file, { name: 'b' })).cells).toEqual([2]);
    await expect(column(file, { name: 'a' })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ message: 'columns 1 and 3 are both called "a"' }],
    });
  });
});
