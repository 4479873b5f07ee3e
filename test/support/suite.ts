const suite = process.env.STRATA_TESTS;

/** True after `npm test`, of what that left out, and of nothing else that can be told from it. */
export const REST_ONLY = suite === 'rest';

/**
 * True in `npm run test:all`, which tests everything. `npm test` leaves out what takes minutes and what needs services:
 * files named `*.slow.spec.ts`, and tests that say `it.runIf(EVERYTHING)`.
 */
export const EVERYTHING = suite === 'all' || REST_ONLY;

/** How many runs a property gets: a few in `npm test`, many in `npm run test:all`. */
export function runs(few: number, many: number): number {
  return EVERYTHING ? many : few;
}
