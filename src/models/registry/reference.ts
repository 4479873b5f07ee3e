import { z } from 'zod';
import { type FeatureColumn, seededRandom } from '#sdk';
import { binIndexes, binsOf, type Distribution, distributionOf } from '#strata/statistics';
import { type BinnedRows } from '#strata/statistics/populations';
import { pickRows } from '#strata/tables/columns';

/**
 * The people that a version was trained on, as later ones are compared with them: kept with the version, as JSON. No
 * values of single persons are kept: the sample knows of each row only in which bin each feature is.
 */
export interface DriftReference {
  /** That it learned from. */
  readonly rows: number;
  /** In the order of the model's features. */
  readonly features: readonly { readonly name: string; readonly distribution: Distribution }[];
  /** Scores of people whom it did not learn from: the hold-out; null where it was not scored. */
  readonly score: Distribution | null;
  /** Scores of the people whom it learned from, in the same bins; absent from versions that were trained before this was kept. */
  readonly learned?: Distribution;
  readonly sample: BinnedSample;
}

/** Rows that it learned from in any order, for the classifier. */
interface BinnedSample {
  readonly rows: number;
  /** One byte a row and feature, feature by feature, in base64. */
  readonly bins: string;
}

const bins = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('number'),
    edges: z.array(z.number()),
    range: z.tuple([z.number(), z.number()]).exactOptional(),
  }),
  z.object({ type: z.literal('category'), categories: z.array(z.string()) }),
]);
const distribution = z.object({
  bins,
  rows: z.number(),
  counts: z.array(z.number()),
  median: z.number().nullable(),
});

/** A reference as it is stored. */
export const storedReference: z.ZodType<DriftReference> = z.object({
  rows: z.number(),
  features: z.array(z.object({ name: z.string(), distribution })),
  score: distribution.nullable(),
  learned: distribution.exactOptional(),
  sample: z.object({ rows: z.number(), bins: z.string() }),
});

/** Rows for the classifier: more teach it no more. */
export const SAMPLE_ROWS = 2000;

/** Scores of people whom a version did not learn from, and of such as it learned from; or many quantiles of them. */
export interface ReferenceScores {
  readonly unseen: Float64Array;
  readonly learned: Float64Array;
}

/**
 * @param columns the features of the rows that the version learned from
 * @param scores null where there are none
 */
export function driftReference(columns: readonly FeatureColumn[], scores: ReferenceScores | null): DriftReference {
  const rows = rowsOf(columns);
  const features = columns.map((column) => ({ name: column.name, bins: binsOf(column), column }));
  const picked = seededRandom(1).shuffle(evenlySpaced(rows, SAMPLE_ROWS));
  const sampled = features.map(({ bins, column }) => binIndexes(bins, pickRows(column, picked)));
  return {
    rows,
    features: features.map(({ name, bins, column }) => ({ name, distribution: distributionOf(bins, column) })),
    ...distributionsOf(scores),
    sample: { rows: picked.length, bins: Buffer.concat(sampled).toString('base64') },
  };
}

/** The sample of a reference, feature by feature. */
export function sampleOf({ features, sample: { rows, bins } }: DriftReference): BinnedRows {
  const bytes = new Uint8Array(Buffer.from(bins, 'base64'));
  return features.map((_, feature) => bytes.slice(feature * rows, (feature + 1) * rows));
}

/** Both in the same bins, which are made of both. */
function distributionsOf(scores: ReferenceScores | null): Pick<DriftReference, 'score' | 'learned'> {
  if (scores === null) return { score: null };
  const { unseen, learned } = scores;
  const bins = binsOf({ type: 'number', values: joined(unseen, learned) });
  return {
    score: distributionOf(bins, { type: 'number', values: unseen }),
    learned: distributionOf(bins, { type: 'number', values: learned }),
  };
}

function joined(one: Float64Array, other: Float64Array): Float64Array {
  const values = new Float64Array(one.length + other.length);
  values.set(one);
  values.set(other, one.length);
  return values;
}

function evenlySpaced(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * rows) / count));
}

function rowsOf([first]: readonly FeatureColumn[]): number {
  if (first === undefined) return 0;
  return first.type === 'number' ? first.values.length : first.codes.length;
}
