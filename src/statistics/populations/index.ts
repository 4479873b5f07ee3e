export { nearestMixture, populationStabilityIndex } from './drift.js';
export { type FourFifths, GROUP_FLOOR, type GroupSelection, groupFairness } from './fairness.js';
export { type BinnedRows, separability } from './separability.js';
export {
  type KnownBefore,
  type StandardisedDifference,
  type TreatmentBalance,
  largestSure,
  standardisedDifferences,
  treatmentBalance,
} from './treatment-balance.js';
