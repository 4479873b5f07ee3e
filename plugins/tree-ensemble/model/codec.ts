import { type FeatureBins } from '../bins/binning.js';
import { type Model } from './model.js';

/** The form of the bytes; raised when it changes, and a model of another form is refused. */
const VERSION = 1;

type Numbers = Float64Array | Uint32Array | Float32Array | Int32Array | Uint16Array | Uint8Array;
type Constructor<T extends Numbers> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

interface Header {
  readonly version: number;
  readonly task: Model['task'];
  readonly intercept: number;
  /** By feature: its type, and how many edges or categories it has. */
  readonly features: readonly (readonly [FeatureBins['type'], number])[];
  readonly trees: number;
  readonly nodes: number;
  readonly sets: number;
  /** Absent in models that were stored before it was kept. */
  readonly importance?: Model['importance'];
}

/** A JSON header's length (u32), the header, then all arrays, widest first, each as the machine holds it. */
export function save({ task, intercept, features, trees, importance }: Model): Uint8Array {
  const header: Header = {
    version: VERSION,
    task,
    intercept,
    features: features.map((feature) => [feature.type, lengthOf(feature)]),
    trees: trees.roots.length,
    nodes: trees.feature.length,
    sets: trees.sets.length,
    importance,
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const edges = features.flatMap((feature) => (feature.type === 'number' ? [feature.edges] : []));
  const bins = features.flatMap((feature) => (feature.type === 'category' ? [feature.bins] : []));
  const { roots, left, value, count, sets, feature, test } = trees;
  const parts: readonly Numbers[] = [...edges, roots, left, value, count, sets, feature, test, ...bins];
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
  function take<T extends Numbers>(kind: Constructor<T>, count: number): T {
    const part = new kind(bytes.buffer, at, count);
    at += part.byteLength;
    return part;
  }
  const edges = header.features.map(([type, count]) => (type === 'number' ? take(Float64Array, count) : null));
  const trees = {
    roots: take(Uint32Array, header.trees),
    left: take(Uint32Array, header.nodes),
    value: take(Float32Array, header.nodes),
    count: take(Uint32Array, header.nodes),
    sets: take(Int32Array, header.sets),
    feature: take(Uint16Array, header.nodes),
    test: take(Uint16Array, header.nodes),
  };
  const features = header.features.map(([, count], position): FeatureBins => {
    const own = edges[position];
    if (own) return { type: 'number', edges: own };
    return { type: 'category', bins: take(Uint8Array, count) };
  });
  return { task: header.task, intercept: header.intercept, features, trees, importance: header.importance ?? [] };
}

function lengthOf(feature: FeatureBins): number {
  return feature.type === 'number' ? feature.edges.length : feature.bins.length;
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
