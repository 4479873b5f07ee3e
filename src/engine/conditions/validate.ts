import { type Problem } from '../../sdk/index.js';
import { type ValidationOptions } from './types.js';

/**
 * Everything that keeps a condition from being published: syntax, unknown names (with the nearest known one), values
 * that an operator cannot take, parameterised facts that the layer forbids, missing and cyclic segments.
 * Each problem carries its JSON pointer. An empty array means that the condition compiles.
 */
export function validateCondition(condition: unknown, options: ValidationOptions = {}): Problem[] {
  throw new Error(`not yet ${String(condition)} ${String(options)}`);
}
