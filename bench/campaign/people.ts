import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { type FeatureColumn, seededRandom } from '#sdk';
import { type FactCatalogue } from '#strata/engine';
import { openMemory } from '#strata/tables';

/** Sixteen numbers and four categories. */
const NUMBERS = Array.from({ length: 16 }, (_, index) => `f${String(index)}`);
const CATEGORIES = { c0: 5, c1: 30, c2: 12, c3: 3 } as const;
const FEATURES = [...NUMBERS, ...Object.keys(CATEGORIES)];

/** A catalogue of a fact a feature. */
export const FACTS: FactCatalogue = Object.fromEntries(
  FEATURES.map((name) => [
    name,
    { type: name.startsWith('f') ? ('number' as const) : ('string' as const), from: { profile: name }, words: name },
  ]),
);

/** A Parquet file of people, made once: counts, amounts of money, amounts that are sometimes missing; texts of few kinds. */
export async function peopleFile(people: number): Promise<string> {
  const folder = join(tmpdir(), 'strata-bench-campaign');
  const file = join(folder, `people-${String(people)}.parquet`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const { connection, close } = await openMemory();
  const numbers = NUMBERS.map((name, index) => `${KINDS[index % KINDS.length] ?? '0'} as ${name}`);
  const texts = Object.entries(CATEGORIES).map(
    ([name, kinds]) => `'kind ' || cast(random() * ${String(kinds)} as int) as ${name}`,
  );
  await connection.run('set threads = 1');
  await connection.run('select setseed(0.5)');
  await connection.run(
    `copy (select 'customer-' || range as user_id, ${[...numbers, ...texts].join(', ')} from range(${String(people)}))
     to '${file}.part' (format parquet)`,
  );
  close();
  await rename(`${file}.part`, file);
  return file;
}

const KINDS = [
  'cast(random() * 400 as int)',
  'round(random() * 300, 2)',
  'case when random() < 0.05 then null else round(random() * random() * 1000, 2) end',
];

/** Seconds that DuckDB takes to read the same columns and do nothing with them. */
export async function bareScan(file: string): Promise<number> {
  const { connection, close } = await openMemory();
  const start = performance.now();
  await scan(connection, file);
  close();
  return (performance.now() - start) / 1000;
}

async function scan(connection: DuckDBConnection, file: string): Promise<void> {
  const reads = [
    'max(user_id)',
    ...NUMBERS.map((name) => `sum(${name})`),
    ...Object.keys(CATEGORIES).map((name) => `max(${name})`),
  ];
  await connection.run(`select ${reads.join(', ')} from read_parquet('${file}')`);
}

/** Examples to train on: the first people, and who would buy with a coupon and without. */
export async function examples(
  file: string,
  count: number,
): Promise<{
  readonly columns: readonly FeatureColumn[];
  readonly natural: Float64Array;
  readonly coupons: readonly Float64Array[];
}> {
  const { connection, close } = await openMemory();
  const read = await connection.runAndReadAll(
    `select ${FEATURES.join(', ')} from read_parquet('${file}') limit ${String(count)}`,
  );
  const cells = read.getColumns();
  close();
  const columns = FEATURES.map((name, index): FeatureColumn => {
    const own = cells[index] ?? [];
    if (name.startsWith('f')) {
      return {
        name,
        type: 'number',
        values: Float64Array.from(own, (cell) => (cell === null ? Number.NaN : Number(cell))),
      };
    }
    const categories = [...new Set(own.map(String))].sort();
    return {
      name,
      type: 'category',
      codes: Int32Array.from(own, (cell) => categories.indexOf(String(cell))),
      categories,
    };
  });
  const random = seededRandom(11);
  const number = (place: number, row: number): number => {
    const column = columns[place];
    const value = column?.type === 'number' ? (column.values[row] ?? 0) : 0;
    return Number.isNaN(value) ? 0 : value;
  };
  const link = (row: number): number => number(1, row) / 100 - number(0, row) / 200 + number(4, row) / 200 - 3;
  const drawn = (effect: (row: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, row) =>
      Number(random.uniform() < 1 / (1 + Math.exp(-link(row) - effect(row)))),
    );
  return {
    columns,
    natural: drawn(() => 0),
    coupons: [0.8, 1.2, 1.5].map((size) => drawn((row) => size * (0.5 + number(3, row) / 400))),
  };
}
