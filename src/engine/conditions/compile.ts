import { type ConditionOrSegment } from '../documents.js';
import { type CompiledCondition, type CompiledConditions, type ConditionOptions } from './types.js';

/**
 * Compiles a condition (a tree, or a segment's id) into one native function, its trace and its words.
 * Throws `INVALID_DOCUMENT` with every problem that `validateCondition` finds.
 */
export function compileCondition(condition: ConditionOrSegment, options: ConditionOptions = {}): CompiledCondition {
  throw new Error(`not yet ${String(condition)} ${String(options)}`);
}

/** Compiles conditions that are evaluated together: each fact is read and normalised once for the whole set. */
export function compileConditions(
  conditions: readonly ConditionOrSegment[],
  options: ConditionOptions = {},
): CompiledConditions {
  throw new Error(`not yet ${String(conditions)} ${String(options)}`);
}
