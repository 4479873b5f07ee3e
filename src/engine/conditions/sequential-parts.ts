import { type Condition, type ConditionOrSegment, type Segment } from '../index.js';

/** A part of a condition that people pass one after the other. */
export interface SequentialPart {
  readonly condition: ConditionOrSegment;
  /** JSON pointer, in the document of `segment` where there is one. */
  readonly pointer: string;
  readonly segment?: string;
}

/**
 * The parts of an `all` at the top of a condition, also where it refers to a segment or holds another `all`; any other
 * condition is one part. Who meets all of them meets the condition.
 *
 * @param pointer of the condition
 */
export function sequentialParts(
  condition: ConditionOrSegment,
  pointer: string,
  segments: readonly Pick<Segment, 'id' | 'condition'>[],
): readonly SequentialPart[] {
  return partsOf({ condition, pointer }, segments);
}

function partsOf(
  part: SequentialPart,
  segments: readonly Pick<Segment, 'id' | 'condition'>[],
): readonly SequentialPart[] {
  const { condition, ...place } = part;
  const reference = referenceOf(condition);
  const segment = segments.find(({ id }) => id === reference);
  if (segment !== undefined) {
    return partsOf({ condition: segment.condition, pointer: '/condition', segment: segment.id }, segments);
  }
  if (typeof condition === 'string' || !('all' in condition) || condition.all.length === 0) return [part];
  return condition.all.flatMap((child: Condition, index) =>
    partsOf({ ...place, condition: child, pointer: `${place.pointer}/all/${String(index)}` }, segments),
  );
}

function referenceOf(condition: ConditionOrSegment): string | undefined {
  if (typeof condition === 'string') return condition;
  return 'condition' in condition ? condition.condition : undefined;
}
