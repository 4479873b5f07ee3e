/** So many examples a step. */
export const EXAMPLES = 5;

/** A row that may be shown. */
export interface PickedRow {
  readonly row: number;
  /** By a hash of the id: the least ones are shown, in whatever order people come. */
  readonly key: number;
}

/** Of each place the rows of the least keys. @param places of all rows, below `count` */
export function pickRows(places: Uint16Array, keys: Uint32Array, count: number): readonly (readonly PickedRow[])[] {
  const picked = Array.from({ length: count }, (): PickedRow[] => []);
  for (let row = 0; row < places.length; row++) {
    const own = picked[places[row] ?? 0];
    const key = keys[row] ?? 0;
    if (own === undefined || (own.length === EXAMPLES && key >= (own.at(-1)?.key ?? 0))) continue;
    own.push({ row, key });
    own.sort((a, b) => a.key - b.key);
    if (own.length > EXAMPLES) own.pop();
  }
  return picked;
}
