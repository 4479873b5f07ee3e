import { type FeatureColumn, seededRandom } from '../../sdk/index.js';
import { binIndexes, type BinnedRows, binsOf, type Distribution, distributionOf } from '../../statistics/index.js';
import { pickRows } from '../table-column.js';

/**
 * The people that a version was trained on, as later ones are compared with them: kept with the version, as JSON. No
 * values of single persons are kept: the sample knows of each row only in which bin each feature is.
 */
export interface DriftReference {
  /** Of the training part. */
  readonly rows: number;
  /** In the order of the model's features. */
  readonly features: readonly { readonly name: string; readonly distribution: Distribution }[];
  /** Scores of the hold-out; null where it was not scored. */
  readonly score: Distribution | null;
  readonly sample: BinnedSample;
}

/** Rows of the training part in any order, for the classifier. */
interface BinnedSample {
  readonly rows: number;
  /** One byte a row and feature, feature by feature, in base64. */
  readonly bins: string;
}

/** Rows for the classifier: more teach it no more. */
export const SAMPLE_ROWS = 2000;

/**
 * @param columns the features of the training part
 * @param scores of the hold-out; null where there are none
 */
export function driftReference(columns: readonly FeatureColumn[], scores: Float64Array | null): DriftReference {
  const rows = rowsOf(columns);
  const features = columns.map((column) => ({ name: column.name, bins: binsOf(column), column }));
  const picked = seededRandom(1).shuffle(evenlySpaced(rows, SAMPLE_ROWS));
  const sampled = features.map(({ bins, column }) => binIndexes(bins, pickRows(column, picked)));
  return {
    rows,
    features: features.map(({ name, bins, column }) => ({ name, distribution: distributionOf(bins, column) })),
    score: scores === null ? null : distributionOfScores(scores),
    sample: { rows: picked.length, bins: Buffer.concat(sampled).toString('base64') },
  };
}

/** The sample of a reference, feature by feature. */
export function sampleOf({ features, sample: { rows, bins } }: DriftReference): BinnedRows {
  const bytes = new Uint8Array(Buffer.from(bins, 'base64'));
  return features.map((_, feature) => bytes.slice(feature * rows, (feature + 1) * rows));
}

function distributionOfScores(values: Float64Array): Distribution {
  const column = { type: 'number', values } as const;
  return distributionOf(binsOf(column), column);
}

function evenlySpaced(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * rows) / count));
}

function rowsOf([first]: readonly FeatureColumn[]): number {
  if (first === undefined) return 0;
  return first.type === 'number' ? first.values.length : first.codes.length;
}
