import { at } from '#strata/statistics';
import { factorised, solveLower, solveUpper } from './linear.js';

/** What moves the target besides media: a column a cause, a value a week. */
export interface BaseColumn {
  readonly name: string;
  readonly values: Float64Array;
  /** Standard deviation of its effect before the data, in standard deviations of the noise. */
  readonly spread: number;
}

/** Regression on the base columns where the noise of a week goes on into the next one, prepared for many targets. */
export interface BaseRegression {
  /** Correlation of the noise of a week with that of the next, 0 to below 1 (a first-order autoregression). */
  readonly carried: number;
  /** How likely this correlation is besides the squares: a logarithm. */
  readonly logFactor: number;
  /** For each column its whitened values. */
  readonly whitened: readonly Float64Array[];
  /** Triangle of the precision of the effects, in units of the noise. */
  readonly lower: Float64Array;
  /** L⁻¹ times the whitened columns, a row a column. */
  readonly projection: readonly Float64Array[];
}

/** @param rows the first so many weeks are regressed on */
export function baseRegression(columns: readonly BaseColumn[], rows: number, carried: number): BaseRegression {
  const size = columns.length;
  const whitened = columns.map(({ values }) => whiten(values.slice(0, rows), carried));
  const precision = new Float64Array(size * size);
  columns.forEach(({ spread }, row) => {
    for (let column = 0; column <= row; column++) {
      const cross = dot(at2(whitened, row), at2(whitened, column));
      precision[row * size + column] = cross + (row === column ? 1 / spread ** 2 : 0);
    }
  });
  const lower = factorised(precision, size);
  let logFactor = 0.5 * Math.log(1 - carried ** 2);
  for (let row = 0; row < size; row++) logFactor -= Math.log(at(lower, row * size + row));
  return { carried, logFactor, whitened, lower, projection: projected(whitened, lower, rows) };
}

function projected(whitened: readonly Float64Array[], lower: Float64Array, rows: number): readonly Float64Array[] {
  const projection = whitened.map(() => new Float64Array(rows));
  for (let week = 0; week < rows; week++) {
    const solved = solveLower(
      lower,
      Float64Array.from(whitened, (column) => at(column, week)),
    );
    projection.forEach((row, place) => (row[week] = at(solved, place)));
  }
  return projection;
}

/** Takes out of each week what the one before carried into it. In place. */
export function whiten(values: Float64Array, carried: number): Float64Array {
  if (carried === 0) return values;
  for (let week = values.length - 1; week > 0; week--) {
    values[week] = (values[week] ?? 0) - carried * (values[week - 1] ?? 0);
  }
  values[0] = (values[0] ?? 0) * Math.sqrt(1 - carried ** 2);
  return values;
}

/** The sum of squares that the base leaves of a whitened target, with the cost of its effects: effects integrated out. */
export function squaresLeft({ projection }: BaseRegression, whitened: Float64Array): number {
  let squares = dot(whitened, whitened);
  for (const row of projection) squares -= dot(row, whitened) ** 2;
  return squares;
}

/** The most likely effects of the columns on a whitened target. */
export function baseEffects({ whitened: columns, lower }: BaseRegression, whitened: Float64Array): Float64Array {
  const products = Float64Array.from(columns, (column) => dot(column, whitened));
  return solveUpper(lower, solveLower(lower, products));
}

/** What the base says of each week. */
export function baseline(columns: readonly BaseColumn[], effects: Float64Array, rows: number): Float64Array {
  const sum = new Float64Array(rows);
  columns.forEach(({ values }, place) => {
    const effect = at(effects, place);
    for (let week = 0; week < rows; week++) sum[week] = (sum[week] ?? 0) + effect * (values[week] ?? 0);
  });
  return sum;
}

/** Elements as they are: `at` serves all kinds of lists, and is slow where it is called by the million. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++) sum += (a[row] ?? 0) * (b[row] ?? 0);
  return sum;
}

function at2(columns: readonly Float64Array[], place: number): Float64Array {
  return columns[place] ?? new Float64Array();
}
