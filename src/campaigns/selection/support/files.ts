import { writeFile } from 'node:fs/promises';
import {
  bool,
  columnFromArray,
  dictionary,
  float64,
  int32,
  tableFromColumns,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import { encodeRows, ParquetFile, type ParquetColumn } from '#strata/tables/parquet';
import { type Person } from './people.js';

/** Writes people as Parquet, some rows a group. */
export async function writeParquet(path: string, people: readonly Person[], rowsAGroup: number): Promise<void> {
  const fields = columnsOf([]).map(({ name, type }) => ({ name, type }));
  await ParquetFile.write(path, fields, async (file) => {
    for (let start = 0; start < people.length; start += rowsAGroup) {
      const some = people.slice(start, start + rowsAGroup);
      await file.append(encodeRows(columnsOf(some), some.length));
    }
  });
}

function columnsOf(people: readonly Person[]): readonly ParquetColumn[] {
  return [
    { name: 'user_id', type: 'text', texts: people.map(({ user }) => user) },
    { name: 'days', type: 'number', values: Float64Array.from(people, ({ days }) => days) },
    { name: 'spend', type: 'number', values: Float64Array.from(people, ({ spend }) => spend ?? Number.NaN) },
    { name: 'town', type: 'text', texts: people.map(({ city }) => city) },
    { name: 'member', type: 'boolean', values: Uint8Array.from(people, ({ member }) => Number(member)) },
    { name: 'born', type: 'text', texts: people.map(({ born }) => born) },
    { name: 'agreed', type: 'boolean', values: Uint8Array.from(people, ({ agreed }) => Number(agreed)) },
  ];
}

export async function writeCsv(path: string, people: readonly Person[]): Promise<void> {
  const lines = people.map(({ user, days, spend, city, member, born, agreed }) =>
    [user, days, spend ?? '', city ?? '', member ? 'yes' : 'no', born ?? '', agreed].join(','),
  );
  await writeFile(path, ['user_id,days,spend,town,member,born,agreed', ...lines, ''].join('\n'));
}

export async function writeNdjson(path: string, people: readonly Person[]): Promise<void> {
  const lines = people.map(({ user, city, ...rest }) => JSON.stringify({ user_id: user, town: city, ...rest }));
  await writeFile(path, `${lines.join('\n')}\n`);
}

/** Writes people as Arrow: an IPC file or a stream. */
export async function writeArrow(path: string, people: readonly Person[], format: 'file' | 'stream'): Promise<void> {
  const cells = <K extends keyof Person>(name: K) => people.map((person) => person[name]);
  const table = tableFromColumns([
    ['user_id', columnFromArray(cells('user'), utf8())],
    ['days', columnFromArray(cells('days'), int32())],
    ['spend', columnFromArray(cells('spend'), float64())],
    ['town', columnFromArray(cells('city'), dictionary(utf8()))],
    ['member', columnFromArray(cells('member'), bool())],
    ['born', columnFromArray(cells('born'), utf8())],
    ['agreed', columnFromArray(cells('agreed'), bool())],
  ]);
  await writeFile(path, tableToIPC(table, { format }) ?? new Uint8Array());
}
