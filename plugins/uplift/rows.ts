import { type FeatureColumn, type RawFrame } from '#sdk';

/** The chosen rows of a frame. */
export function pickRows(frame: RawFrame, rows: Int32Array): RawFrame {
  const columns = frame.columns.map((column): FeatureColumn => {
    if (column.type === 'number') return { ...column, values: pickNumbers(column.values, rows) };
    return { ...column, codes: rows.map((row) => column.codes[row] ?? -1) };
  });
  return { kind: 'raw', rows: rows.length, columns };
}

export function pickNumbers(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? NaN);
}
