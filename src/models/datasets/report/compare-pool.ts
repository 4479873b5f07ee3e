import { type FeatureColumn, seededRandom } from '#sdk';
import { binIndexes, binsOf, distributionOf } from '#strata/statistics';
import { populationStabilityIndex, separability } from '#strata/statistics/populations';
import { pickRows } from '#strata/tables/columns';
import { type PoolComparison } from '../examples/dataset-report.js';

/** The classifier learns on so many rows of either side. */
const CLASSIFIED = 5_000;

/**
 * Compares the people of the examples with those whom the model is meant for now, feature by feature and as a whole.
 *
 * @param pool the same features, of `people` people or a random part of them
 */
export function comparePool(
  examples: readonly FeatureColumn[],
  pool: readonly FeatureColumn[],
  { people, seed }: { readonly people: number; readonly seed: number },
): PoolComparison {
  const pairs = examples.flatMap((column) => {
    const live = pool.find(({ name }) => name === column.name);
    return live === undefined ? [] : [{ column, live, bins: binsOf(column) }];
  });
  const features = pairs.map(({ column, live, bins }) => ({
    name: column.name,
    ...populationStabilityIndex(distributionOf(bins, column), distributionOf(bins, live)),
  }));
  const [before, after] = [drawn(rowsOf(examples), seed), drawn(rowsOf(pool), seed)];
  const classifier = separability(
    pairs.map(({ column, bins }) => binIndexes(bins, pickRows(column, before))),
    pairs.map(({ live, bins }) => binIndexes(bins, pickRows(live, after))),
  );
  return { people, features: features.toSorted((a, b) => b.index - a.index), classifier };
}

function rowsOf([column]: readonly FeatureColumn[]): number {
  if (column === undefined) return 0;
  return column.type === 'number' ? column.values.length : column.codes.length;
}

/** Some rows in random order. */
function drawn(rows: number, seed: number): Uint32Array {
  return seededRandom(seed)
    .shuffle(Uint32Array.from({ length: rows }, (_, row) => row))
    .subarray(0, CLASSIFIED);
}
