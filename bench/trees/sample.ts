import { type NumberColumn, type RawFrame, seededRandom } from '#sdk';

export const FEATURES = 20;

/** Standard normal numbers, and a label that depends on eight of them, partly through products. */
export function numberSample(rows: number): { readonly frame: RawFrame; readonly label: Float64Array } {
  const random = seededRandom(20);
  const columns = Array.from({ length: FEATURES }, (_, feature): NumberColumn => {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = random.normal();
    return { name: `x${feature}`, type: 'number', values };
  });
  const x = columns.map(({ values }) => values);
  const at = (feature: number, row: number) => x[feature]![row]!;
  const label = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const link =
      at(0, row) +
      at(1, row) * at(2, row) -
      Math.abs(at(3, row)) +
      0.5 * at(4, row) * at(5, row) +
      0.7 * Math.max(at(6, row), at(7, row));
    label[row] = Number(random.uniform() < 1 / (1 + Math.exp(-link)));
  }
  return { frame: { kind: 'raw', rows, columns }, label };
}
