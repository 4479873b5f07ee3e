import { type FeatureColumn, type RawFrame, seededRandom, type Task } from '#sdk';
import { type TrainRequest } from '../index.js';

/** Rows of the training set that plugins are checked with. */
const ROWS = 400;
const CITIES = ['Hangzhou', 'Shanghai', 'Suzhou'];

/** A small mixed set, made by a seed: numbers, some of them missing, a skewed amount, a flag and a category. */
export function sampleSet(task: Task, plugin: string, size = ROWS): TrainRequest {
  const random = seededRandom(20261122);
  const rows = Array.from({ length: size }, (_, row) => ({
    age: row % 9 === 0 ? NaN : 20 + 50 * random.uniform(),
    spend: Math.exp(3 + random.normal()),
    member: random.integer(2),
    city: row % 11 === 0 ? -1 : random.integer(CITIES.length),
    noise: random.normal(),
    arm: random.integer(3),
  }));
  const link = (row: (typeof rows)[number]) =>
    0.8 * Math.log(row.spend / 20) + row.member - 1 + (row.city === 1 ? 1 : 0) + 0.4 * row.arm + 0.5 * row.noise;
  const label = rows.map((row) => {
    if (task === 'regression') return 10 + 5 * link(row);
    return random.uniform() < 1 / (1 + Math.exp(-link(row))) ? 1 : 0;
  });
  return {
    plugin,
    task,
    columns: columnsOf(rows),
    label: Float64Array.from(label),
    ...(task === 'uplift' ? { treatment: Uint8Array.from(rows, ({ arm }) => arm), treatments: ['a', 'b'] } : {}),
    seed: 7,
  };
}

function columnsOf(rows: readonly Record<'age' | 'spend' | 'member' | 'city', number>[]): FeatureColumn[] {
  return [
    ...(['age', 'spend', 'member'] as const).map((name): FeatureColumn => ({
      name,
      type: 'number',
      values: Float64Array.from(rows, (row) => row[name]),
    })),
    { name: 'city', type: 'category', codes: Int32Array.from(rows, ({ city }) => city), categories: CITIES },
  ];
}

/** The first rows of a set's columns, as a frame. */
export function head({ columns }: TrainRequest, rows: number): RawFrame {
  return { kind: 'raw', rows, columns: columns.map((column) => slice(column, 0, rows)) };
}

/** One row of a frame, as a frame. */
export function only(frame: RawFrame, row: number): RawFrame {
  return { kind: 'raw', rows: 1, columns: frame.columns.map((column) => slice(column, row, row + 1)) };
}

function slice(column: FeatureColumn, start: number, end: number): FeatureColumn {
  if (column.type === 'number') return { ...column, values: column.values.slice(start, end) };
  return { ...column, codes: column.codes.slice(start, end) };
}
