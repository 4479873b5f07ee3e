import { type EncodedFrame, seededRandom } from '#sdk';

export const ROWS = 64_000;
export const FEATURES = 20;

/** Standard normal features, and a label that depends on eight of them, partly through products. */
export function encodedSample(): { readonly encoded: EncodedFrame; readonly label: Float64Array } {
  const random = seededRandom(64);
  const values = new Float32Array(ROWS * FEATURES);
  for (let at = 0; at < values.length; at++) values[at] = random.normal();
  const label = Float64Array.from({ length: ROWS }, (_, row) => {
    const x = values.subarray(row * FEATURES, (row + 1) * FEATURES);
    const link = x[0]! + x[1]! * x[2]! - Math.abs(x[3]!) + 0.5 * x[4]! * x[5]! + 0.7 * Math.max(x[6]!, x[7]!);
    return Number(random.uniform() < 1 / (1 + Math.exp(-link)));
  });
  const columns = Array.from({ length: FEATURES }, (_, feature) => `x${feature}`);
  return { encoded: { kind: 'encoded', rows: ROWS, columns, values }, label };
}
