export { checkPool, poolOfFile, poolRequests, referenceOf, refuseDrifted, wordsOf } from './check-pool.js';
export { compareWithTraining } from './compare.js';
export { DriftMonitor } from './drift-monitor.js';
export type { DriftReport } from './drift-report.js';
export { limitsOf } from './limits.js';
export type { LiveDecisions, ScoredPerson, ScoredRequest, SettledPerson, SettledRequest } from './live-decisions.js';
export { type PoolBatch, PoolCounter } from './pool-sample.js';
