import { type Problem } from '../../sdk/index.js';
import { type ValidationOptions } from './types.js';

/**
 * Warnings about a valid condition: it compiles, but hardly means what was meant (an empty `all` or `any`, which is
 * true; an operator or value that does not fit the fact's type in the catalogue).
 */
export function lintCondition(condition: unknown, options: ValidationOptions = {}): Problem[] {
  throw new Error(`not yet ${String(condition)} ${String(options)}`);
}
