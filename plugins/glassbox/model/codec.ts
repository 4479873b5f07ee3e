import { type FeatureBins } from './bins.js';
import { type Curve, type Model, type Pair, SIDE } from './model.js';

/** The form of the bytes; raised when it changes, and a model of another form is refused. */
const VERSION = 1;

interface Header {
  readonly version: number;
  readonly task: Model['task'];
  readonly intercept: number;
  /** By feature: its type, how many edges or categories it has, and how many bins its curve. */
  readonly features: readonly (readonly [FeatureBins['type'], number, number])[];
  readonly pairs: readonly (readonly [number, number])[];
}

/** A JSON header's length (u32), the header, then all arrays, widest first, each as the machine holds it. */
export function save({ task, intercept, features, curves, pairs }: Model): Uint8Array {
  const header: Header = {
    version: VERSION,
    task,
    intercept,
    features: features.map((feature, position) => [
      feature.type,
      feature.type === 'number' ? feature.edges.length : feature.bins.length,
      curves[position]?.effect.length ?? 0,
    ]),
    pairs: pairs.map((pair) => pair.features),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const parts: readonly (Float64Array | Float32Array | Uint8Array)[] = [
    ...features.flatMap((feature) => (feature.type === 'number' ? [feature.edges] : [])),
    ...curves.flatMap(({ effect, error, weight }) => [effect, error, weight]),
    ...pairs.flatMap(({ effect, weight }) => [effect, weight]),
    ...features.flatMap((feature) => (feature.type === 'category' ? [feature.bins] : [])),
    ...pairs.flatMap(({ cells }) => cells),
  ];
  const start = aligned(4 + json.length);
  const bytes = new Uint8Array(start + parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** The inverse of {@link save}. Throws where the bytes have another form. */
export function load(given: Uint8Array): Model {
  // A copy begins at an address that all arrays can share.
  const bytes = given.slice();
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  if (header.version !== VERSION) {
    throw new Error(`The model has form ${header.version}, this version reads ${VERSION}: train it anew.`);
  }
  let at = aligned(4 + length);
  function take<T extends Float64Array | Float32Array | Uint8Array>(
    kind: new (buffer: ArrayBuffer, offset: number, length: number) => T,
    count: number,
  ): T {
    const part = new kind(bytes.buffer, at, count);
    at += part.byteLength;
    return part;
  }
  const edges = header.features.map(([type, count]) => (type === 'number' ? take(Float64Array, count) : null));
  const curves = header.features.map(([, , size]): Curve => {
    const effect = take(Float32Array, size);
    return { effect, error: take(Float32Array, size), weight: take(Float32Array, size) };
  });
  const grids = header.pairs.map(() => {
    const effect = take(Float32Array, SIDE * SIDE);
    return { effect, weight: take(Float32Array, SIDE * SIDE) };
  });
  const features = header.features.map(([, count], position): FeatureBins => {
    const own = edges[position];
    return own ? { type: 'number', edges: own } : { type: 'category', bins: take(Uint8Array, count) };
  });
  const sizeOf = (feature: number) => header.features[feature]?.[2] ?? 0;
  const pairs = header.pairs.map(([first, second], position): Pair => {
    const cells = [take(Uint8Array, sizeOf(first)), take(Uint8Array, sizeOf(second))] as const;
    const { effect, weight } = grids[position] ?? { effect: new Float32Array(), weight: new Float32Array() };
    return { features: [first, second], cells, effect, weight };
  });
  return { task: header.task, intercept: header.intercept, features, curves, pairs };
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
