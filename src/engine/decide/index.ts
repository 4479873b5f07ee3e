export { type DecisionCase, decide } from './decide.js';
export { type Account, accountsOf } from './explanation/account.js';
export { type DecisionMatter, decisionText, describe } from './explanation/describe.js';
export {
  type Counterfactual,
  type Rescoring,
  leavesOf,
  searchNearestChange,
  sizeOfChange,
} from './explanation/nearest-change.js';
export { type Change, canHappen, isSuggestible } from './explanation/possible-change.js';
export { type StrategyVerdict, verdictsOf } from './explanation/verdicts.js';
export { type PolicyQuery, policyQueries } from './stages/policy-queries.js';
export { type Choice, choose, chooseWith, chooseWithout, pairOf } from './stages/choose.js';
export { type Qualified, qualify } from './stages/qualify.js';
export { decideKnowing, repeated } from './stages/repeat.js';
export { resolver } from './stages/resolve.js';
