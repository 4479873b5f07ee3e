import { type FeatureColumn, type RawFrame } from '#sdk';
import { type InputPlan } from './inputs.js';
import { type Runtime } from './runtime.js';

type Tensor = InstanceType<Runtime['Tensor']>;

/** Some rows of a frame, by their numbers; a row may come twice. */
export type Rows = readonly number[];

/** The tensors of these rows, by the name of their input. */
export function tensorsOf(
  { Tensor }: Runtime,
  plans: readonly InputPlan[],
  frame: RawFrame,
  rows: Rows,
): Readonly<Record<string, Tensor>> {
  const columns = new Map(frame.columns.map((column) => [column.name, column]));
  return Object.fromEntries(
    plans.map((plan) => {
      const own = plan.features.map((name) => columns.get(name)).filter((column) => column !== undefined);
      const shape = plan.matrix ? [rows.length, own.length] : [rows.length];
      return [plan.name, new Tensor(plan.type, valuesOf(plan, own, rows), shape)];
    }),
  );
}

/** Row by row, as tensors lie in memory. Missing numbers are NaN, missing and unseen categories the empty text. */
function valuesOf({ name, type }: InputPlan, columns: readonly FeatureColumn[], rows: Rows) {
  const size = rows.length * columns.length;
  switch (type) {
    case 'float32':
      return filled(new Float32Array(size), columns, rows, numberAt);
    case 'float64':
      return filled(new Float64Array(size), columns, rows, numberAt);
    case 'int32':
      return filled(new Int32Array(size), columns, rows, wholeAt(name));
    case 'bool':
      return filled(new Uint8Array(size), columns, rows, wholeAt(name));
    case 'int64': {
      const whole = wholeAt(name);
      return filled(new BigInt64Array(size), columns, rows, (column, row) => BigInt(whole(column, row)));
    }
    default:
      return filled(new Array<string>(size), columns, rows, textAt);
  }
}

function filled<V, A extends Record<number, V>>(
  values: A,
  columns: readonly FeatureColumn[],
  rows: Rows,
  valueAt: (column: FeatureColumn, row: number) => V,
): A {
  columns.forEach((column, place) => {
    rows.forEach((row, index) => (values[index * columns.length + place] = valueAt(column, row)));
  });
  return values;
}

function numberAt(column: FeatureColumn, row: number): number {
  return column.type === 'number' ? (column.values[row] ?? Number.NaN) : Number.NaN;
}

function wholeAt(input: string): (column: FeatureColumn, row: number) => number {
  return (column, row) => {
    const value = numberAt(column, row);
    if (Number.isSafeInteger(value)) return value;
    const found = Number.isNaN(value) ? 'is missing' : `is ${String(value)}`;
    throw new Error(
      `the input "${input}" takes whole numbers, and "${column.name}" ${found}: export it as a float input`,
    );
  };
}

function textAt(column: FeatureColumn, row: number): string {
  return column.type === 'category' ? (column.categories[column.codes[row] ?? -1] ?? '') : '';
}
