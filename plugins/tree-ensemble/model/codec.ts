import { packArrays, unpackArrays } from '#sdk';
import { type FeatureBins } from '../bins/binning.js';
import { type Model } from './model.js';

/** The form of the bytes; raised when it changes, and a model of another form is refused. */
const VERSION = 1;

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

/** All arrays, widest first. */
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
  const edges = features.flatMap((feature) => (feature.type === 'number' ? [feature.edges] : []));
  const bins = features.flatMap((feature) => (feature.type === 'category' ? [feature.bins] : []));
  const { roots, left, value, count, sets, feature, test } = trees;
  return packArrays(header, [...edges, roots, left, value, count, sets, feature, test, ...bins]);
}

/** The inverse of {@link save}. Throws where the bytes have another form. */
export function load(bytes: Uint8Array): Model {
  const { header, take } = unpackArrays<Header>(bytes, VERSION);
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
