import { type ExperimentPhrases } from '../words/index.js';

/**
 * "2 of 5: 0.12 to 0.3" and the others, from the lowest scores to the highest.
 *
 * @param edges from the least score to the greatest: one more than there are bands
 */
export function bandNames(edges: readonly number[], { apart }: ExperimentPhrases): readonly string[] {
  const count = edges.length - 1;
  const written = (edge = 0) => Number(edge.toPrecision(3));
  return Array.from({ length: count }, (_, band) =>
    apart.band(band + 1, count, [written(edges[band]), written(edges[band + 1])]),
  );
}
