import { type Choice } from './choose.js';

/**
 * The smallest change of one actionable fact that would alter the outcome, in words; null where there is none. Costly:
 * it decides again for each candidate value.
 */
export function nearestChange(choice: Choice): string | null {
  throw new Error(`not yet ${choice.outcome}`);
}
