export type { ResultsQuestion } from './count-groups.js';
export { type StrategyResults, strategyResults } from './results.js';
