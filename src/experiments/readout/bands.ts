/** What tells people apart who stand in bands of a score. */
export function inBands(score: string): string {
  return `${score}, in bands`;
}

/**
 * "2 of 5: 0.12 to 0.3" and the others, from the lowest scores to the highest.
 *
 * @param edges from the least score to the greatest: one more than there are bands
 */
export function bandNames(edges: readonly number[]): readonly string[] {
  const count = edges.length - 1;
  const words = (edge = 0) => Number(edge.toPrecision(3));
  return Array.from({ length: count }, (_, band) => {
    return `${band + 1} of ${count}: ${words(edges[band])} to ${words(edges[band + 1])}`;
  });
}
