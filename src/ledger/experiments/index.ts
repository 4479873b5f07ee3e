export { EXPOSED_VARIABLES, type ExposedQuestion } from './exposed-question.js';
export { type BandedSums, type FactSums, exposedSums, type ExposedSums, type GroupedSums } from './exposed-sums.js';
