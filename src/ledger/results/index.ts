export { countGroups, type ResultsQuestion } from './count-groups.js';
export { type StrategyResults, strategyResults } from './results.js';
export { committedCost, countDrawn, countFirstRoles } from './watched-counts.js';
