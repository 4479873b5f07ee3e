import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellOf, type ColumnRequest } from '#strata/tables/columns';
import { openDataFile } from '#strata/tables/files';
import { readTable, type TableRequest } from './table.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-data-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const CSV = [
  'id,age,city,member,joined,TotalCharges',
  'a,31,Shanghai,true,2026-01-02,10.5',
  'b,,"Han, gzhou",false,2026-01-03, ',
  'c,44,,,2026-01-04,7',
].join('\n');

/** The cells of the columns asked for, row by row, as facts are. */
async function cells(file: string, columns: readonly ColumnRequest[], request: Omit<TableRequest, 'columns'> = {}) {
  const data = await openDataFile(file);
  try {
    const table = await readTable(data, { columns, ...request });
    return Array.from({ length: table.rows }, (_, row) =>
      columns.map(({ name }) => {
        const column = table.columns.get(name);
        return column && cellOf(column, row);
      }),
    );
  } finally {
    data.close();
  }
}

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('a column of yes or no', () => {
  it.each([
    ['Yes\nNo\nNo', { yes: 'Yes', no: 'No' }],
    ['true\nfalse\nTRUE\ntrue', { yes: 'true', no: 'false' }],
    ['Y\nY', { yes: 'Y' }],
  ])('keeps how its cells say it: %j', async (text, answers) => {
    const data = await openDataFile(await write('answers.csv', `id,paperless\n${text.replaceAll(/^/gm, 'a,')}\n`));
    try {
      expect(await data.reading({ name: 'paperless' })).toMatchObject({ kind: 'boolean', answers });
    } finally {
      data.close();
    }
  });

  it('says it as numbers where it is declared and written so', async () => {
    const data = await openDataFile(await write('numbers.csv', 'id,senior\na,1\nb,0\n'));
    try {
      expect(await data.reading({ name: 'senior', kind: 'boolean' })).toMatchObject({ answers: { yes: '1', no: '0' } });
    } finally {
      data.close();
    }
  });
});

describe('a file', () => {
  it('of CSV has numbers, text, booleans and dates, and blank cells are missing', async () => {
    const file = await write('people.csv', CSV);
    const columns = ['age', 'city', 'member', 'joined'].map((name) => ({ name }));
    expect(await cells(file, columns)).toEqual([
      [31, 'Shanghai', true, '2026-01-02T00:00:00.000Z'],
      [undefined, 'Han, gzhou', false, '2026-01-03T00:00:00.000Z'],
      [44, undefined, undefined, '2026-01-04T00:00:00.000Z'],
    ]);
  });

  it('of NDJSON and Parquet reads the same', async () => {
    const lines = [
      { id: 'a', age: 31, city: 'Shanghai', member: true, joined: '2026-01-02' },
      { id: 'b', age: null, city: 'Han, gzhou', member: false, joined: '2026-01-03' },
      { id: 'c', age: 44.5 },
    ];
    const ndjson = await write('people.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'));
    const parquet = join(folder, 'people.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`copy (select * from read_json('${ndjson}')) to '${parquet}' (format parquet)`);
    connection.closeSync();
    const columns = ['age', 'city', 'member', 'joined'].map((name) => ({ name }));
    const expected = [
      [31, 'Shanghai', true, '2026-01-02T00:00:00.000Z'],
      [undefined, 'Han, gzhou', false, '2026-01-03T00:00:00.000Z'],
      [44.5, undefined, undefined, undefined],
    ];
    expect(await cells(ndjson, columns)).toEqual(expected);
    expect(await cells(parquet, columns)).toEqual(expected);
  });

  it('reads a column as it is told, and a blank cell as what it means', async () => {
    const file = await write('told.csv', CSV);
    const columns: ColumnRequest[] = [
      { name: 'TotalCharges', kind: 'number', blank: 0 },
      { name: 'age', kind: 'category', blank: 'not said' },
      { name: 'member', kind: 'number' },
    ];
    await expect(cells(file, columns)).rejects.toMatchObject({ code: 'BAD_COLUMN' });
    expect(await cells(file, columns.slice(0, 2))).toEqual([
      [10.5, '31'],
      [0, 'not said'],
      [7, '44'],
    ]);
  });

  it('writes whole numbers of a category without a decimal point, as facts of a request are', async () => {
    const file = await write('codes.ndjson', '{"code": 1}\n{"code": 2.5}\n{"code": 3}\n');
    expect(await cells(file, [{ name: 'code', kind: 'category' }])).toEqual([['1'], ['2.5'], ['3']]);
  });

  it('gives only the rows for which a condition over its columns holds', async () => {
    const file = await write('where.csv', CSV);
    const members = { fact: 'member', operator: 'equal', value: true };
    const condition = { fact: 'age', operator: 'greaterThan', value: 18 };
    const segments = [{ id: 'grown', title: 'Grown up', condition: { all: [condition] } }];
    expect(await cells(file, [{ name: 'id' }], { where: [{ condition: 'grown' }], segments })).toEqual([['a'], ['c']]);
    const data = await openDataFile(file);
    const table = await readTable(data, { columns: [], where: [members] });
    expect(table).toMatchObject({ rows: 1, rowsInFile: 3 });
    data.close();
  });

  it('with a hostile column name is read by that name', async () => {
    const file = await write('names.csv', `"a""; drop table x; --",b'c\n1,2\n3,\n`);
    expect(
      await cells(file, [{ name: 'a"; drop table x; --' }, { name: "b'c", kind: 'category', blank: "it's" }]),
    ).toEqual([
      [1, '2'],
      [3, "it's"],
    ]);
  });

  it('with moments reads them in UTC', async () => {
    const file = await write('moments.csv', 'at\n2026-01-04T12:00:00Z\n2026-01-04T12:00:00+02:00\n');
    expect(await cells(file, [{ name: 'at' }])).toEqual([['2026-01-04T12:00:00.000Z'], ['2026-01-04T10:00:00.000Z']]);
  });

  it('without rows has no rows', async () => {
    expect(await cells(await write('empty.csv', 'a,b\n'), [{ name: 'a' }])).toEqual([]);
  });

  it('streams batches that know where they start', async () => {
    const text = Array.from({ length: 10_000 }, (_, row) => row).join('\n');
    const data = await openDataFile(await write('long.csv', `row\n${text}\n`));
    const starts: number[] = [];
    let sum = 0;
    for await (const { start, columns } of data.read([{ name: 'row' }], { rowsPerBatch: 4000 })) {
      starts.push(start);
      const [column] = columns;
      if (column?.type === 'number') sum += column.values.reduce((total, value) => total + value, 0);
    }
    data.close();
    expect(starts.length).toBeGreaterThan(1);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(sum).toBe((9999 * 10_000) / 2);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['nowhere.csv', 'there is no such file'],
    ['people.xlsx', 'the format is not known by its ending'],
  ])('%s: %s', async (name, message) => {
    const opening = openDataFile(join(folder, name));
    await expect(opening).rejects.toMatchObject({ code: 'BAD_FILE', problems: [{ message }] });
  });

  it('damaged', async () => {
    const opening = openDataFile(await write('damaged.parquet', 'not parquet'));
    await expect(opening).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  it('for a column that it does not have names the nearest', async () => {
    const file = await write('nearest.csv', CSV);
    await expect(cells(file, [{ name: 'ages' }])).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ file, nearest: 'age' }],
    });
  });

  it('as it is told says which cells are of another kind', async () => {
    const file = await write('cell.csv', 'age\n31\nold\n');
    await expect(cells(file, [{ name: 'age', kind: 'number' }])).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ message: '1 of the 2 cells of column "age" are no number: "old"' }],
    });
  });

  it('for a number that is missing as text', async () => {
    const file = await write('blank.csv', CSV);
    await expect(cells(file, [{ name: 'age', blank: 'unknown' }])).rejects.toMatchObject({ code: 'BAD_COLUMN' });
  });

  it('for lists says what it takes', async () => {
    const file = await write('lists.ndjson', '{"tags": ["a"]}\n');
    await expect(cells(file, [{ name: 'tags' }])).rejects.toMatchObject({ code: 'BAD_COLUMN' });
  });

  it('by a condition with parameters', async () => {
    const file = await write('events.csv', CSV);
    const where = [{ fact: 'score', params: { model: 'm' }, operator: 'lessThan', value: 1 }];
    await expect(cells(file, [], { where })).rejects.toMatchObject({ code: 'INVALID_DOCUMENT' });
  });
});
