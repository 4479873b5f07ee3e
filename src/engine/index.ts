export { type Account, accountsOf } from './account.js';
export * from './assign.js';
export * from './choose.js';
export * from './conditions/index.js';
export * from './decide.js';
export * from './decision.js';
export * from './describe.js';
export * from './documents.js';
export * from './duration.js';
export * from './events.js';
export * from './input.js';
export type { Candidate, Verdict } from './judge.js';
export {
  changeWords,
  type ChangeSearch,
  type Counterfactual,
  leavesOf,
  type Rescoring,
  searchNearestChange,
  sizeOfChange,
} from './nearest-change.js';
export { canHappen, type Change, isSuggestible } from './possible-change.js';
export * from './qualify.js';
export * from './release.js';
export * from './repeat.js';
export { resolver } from './resolve.js';
export type { CompiledOffer, CompiledStrategy } from './strategy.js';
