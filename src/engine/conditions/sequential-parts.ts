import { type Condition, type ConditionOrSegment, type PlacedLeaf, type Segment } from '../index.js';

/** A part of a condition that people pass one after the other. */
export interface SequentialPart {
  readonly condition: ConditionOrSegment;
  /** JSON pointer, in the document of `segment` where there is one. */
  readonly pointer: string;
  readonly segment?: string;
  /** The part's pointer in the document that is walked; below a reference, that of the reference. */
  readonly at: string;
}

/** Segments by which references are followed. */
type Segments = readonly Pick<Segment, 'id' | 'condition'>[];

/**
 * The parts of an `all` at the top of a condition, also where it refers to a segment or holds another `all`; any other
 * condition is one part. Who meets all of them meets the condition.
 *
 * @param pointer of the condition
 */
export function sequentialParts(
  condition: ConditionOrSegment,
  pointer: string,
  segments: Segments,
): readonly SequentialPart[] {
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  return walk({ condition, pointer, at: pointer }, byId, new Set());
}

/** The leaves among the {@link sequentialParts}: all of them hold where the condition does. */
export function sequentialLeaves(
  condition: ConditionOrSegment,
  pointer: string,
  segments: Segments,
): readonly PlacedLeaf[] {
  return sequentialParts(condition, pointer, segments).flatMap(({ condition: part, at }) =>
    typeof part === 'object' && 'fact' in part ? [{ leaf: part, pointer: at }] : [],
  );
}

/** @param around the segments that the part stands in, which it refers to none of */
function walk(
  part: SequentialPart,
  segments: ReadonlyMap<string, Segments[number]>,
  around: Set<string>,
): readonly SequentialPart[] {
  const { condition, at } = part;
  const segment = segments.get(referenceOf(condition) ?? '');
  if (segment !== undefined && !around.has(segment.id)) {
    const inside = { condition: segment.condition, pointer: '/condition', segment: segment.id, at };
    around.add(segment.id);
    const walked = walk(inside, segments, around);
    around.delete(segment.id);
    return walked;
  }
  if (typeof condition === 'string' || !('all' in condition) || condition.all.length === 0) return [part];
  return condition.all.flatMap((child: Condition, index) => {
    const step = `/all/${String(index)}`;
    const inside = { ...part, condition: child, pointer: part.pointer + step };
    return walk({ ...inside, at: part.segment === undefined ? at + step : at }, segments, around);
  });
}

function referenceOf(condition: ConditionOrSegment): string | undefined {
  if (typeof condition === 'string') return condition;
  return 'condition' in condition ? condition.condition : undefined;
}
