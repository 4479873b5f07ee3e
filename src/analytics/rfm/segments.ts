/**
 * The segments that the field names by recency and frequency scores, best first: each a range of both, together every pair
 * once (the map of Putler, which most tools follow).
 */
const SEGMENTS = [
  { segment: 'champions', recency: [5, 5], frequency: [4, 5] },
  { segment: 'loyal customers', recency: [3, 4], frequency: [4, 5] },
  { segment: 'potential loyalists', recency: [4, 5], frequency: [2, 3] },
  { segment: 'new customers', recency: [5, 5], frequency: [1, 1] },
  { segment: 'promising', recency: [4, 4], frequency: [1, 1] },
  { segment: 'need attention', recency: [3, 3], frequency: [3, 3] },
  { segment: 'about to sleep', recency: [3, 3], frequency: [1, 2] },
  { segment: 'cannot lose them', recency: [1, 2], frequency: [5, 5] },
  { segment: 'at risk', recency: [1, 2], frequency: [3, 4] },
  { segment: 'hibernating', recency: [1, 2], frequency: [1, 2] },
] as const;

export type RfmSegment = (typeof SEGMENTS)[number]['segment'];

/** The segments' names, in their order. */
export const SEGMENT_NAMES: readonly RfmSegment[] = SEGMENTS.map(({ segment }) => segment);

/** The segment of two scores from 1 to 5. */
export function segmentOf(recency: number, frequency: number): RfmSegment {
  const found = SEGMENTS.find(
    (each) =>
      recency >= each.recency[0] &&
      recency <= each.recency[1] &&
      frequency >= each.frequency[0] &&
      frequency <= each.frequency[1],
  );
  if (found === undefined)
    throw new RangeError(`No segment has the scores ${String(recency)} and ${String(frequency)}`);
  return found.segment;
}
