import { packArrays, unpackArrays } from '#sdk';
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

/** All arrays, widest first. */
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
  return packArrays(header, [
    ...features.flatMap((feature) => (feature.type === 'number' ? [feature.edges] : [])),
    ...curves.flatMap(({ effect, error, weight }) => [effect, error, weight]),
    ...pairs.flatMap(({ effect, weight }) => [effect, weight]),
    ...features.flatMap((feature) => (feature.type === 'category' ? [feature.bins] : [])),
    ...pairs.flatMap(({ cells }) => cells),
  ]);
}

/** The inverse of {@link save}. Throws where the bytes have another form. */
export function load(bytes: Uint8Array): Model {
  const { header, take } = unpackArrays<Header>(bytes, VERSION);
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
