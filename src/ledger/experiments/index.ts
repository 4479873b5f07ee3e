export { EXPOSED_VARIABLES, type ExposedQuestion } from './exposed-question.js';
export { exposedSums, type ExposedSums, type GroupedSums } from './exposed-sums.js';
