import {
  type AllTrace,
  type AnyTrace,
  type ConditionTrace,
  type NotTrace,
  type SegmentTrace,
} from '../language/types.js';

/** The trace of an `all`: true where every part is, also where there is none. */
export function traceAll(children: readonly ConditionTrace[], pointer: string): AllTrace {
  let result = true;
  for (const child of children) result &&= child.result;
  return { kind: 'all', result, pointer, children };
}

/** The trace of an `any`: true where some part is, and also where there is none. */
export function traceAny(children: readonly ConditionTrace[], pointer: string): AnyTrace {
  let result = children.length === 0;
  for (const child of children) result ||= child.result;
  return { kind: 'any', result, pointer, children };
}

export function traceNot(child: ConditionTrace, pointer: string): NotTrace {
  return { kind: 'not', result: !child.result, pointer, child };
}

export function traceSegment(child: ConditionTrace, pointer: string, segment: string): SegmentTrace {
  return { kind: 'segment', result: child.result, pointer, segment, child };
}

/** The same trace with the name that the document gives the part. */
export function named(trace: ConditionTrace, name: string): ConditionTrace {
  return { ...trace, name };
}
