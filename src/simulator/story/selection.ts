/** Positions in order of falling value; ties by the second values, then by position. Values are finite. */
export function rank(values: Float64Array, ties?: Float64Array): Int32Array {
  const at = (column: Float64Array | undefined, position: number) => column?.[position] ?? 0;
  return Int32Array.from(values.keys()).sort(
    (a, b) => at(values, b) - at(values, a) || at(ties, b) - at(ties, a) || a - b,
  );
}

/** The first `size` positions. */
export function take(positions: Int32Array, size: number): Int32Array {
  return positions.subarray(0, size);
}
