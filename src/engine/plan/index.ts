export { isCounted, isGoalReached, standsUntil } from './caps.js';
export { type CouponKind, raiseWithValue } from './coupon-kinds.js';
export { type DerivedFacts, derivedFacts } from './derived-facts.js';
export { drawnId, drawsOf } from './draws.js';
export {
  compareWorth,
  expectedAmong,
  expectedCost,
  expectedOf,
  expectedProfit,
  kindOf,
  KINDS,
  moneyFailure,
  moneyOf,
  orderValueOf,
  toMillionths,
  treatmentOf,
  worthOf,
} from './money.js';
export {
  ANY_CHANNEL,
  capBlock,
  type CompiledPolicy,
  compilePolicy,
  type PolicyBlock,
  type PolicyContacts,
  policyContactsOf,
  policyRuleWords,
  quietBlock,
  zoneOf,
} from './policy.js';
export {
  type CompiledRelease,
  compileRelease,
  compilingRelease,
  compilingStrategies,
  knownStrategy,
} from './release.js';
export { type Failure, firstFailure, scoreOf, bestTreatment, mostUplift, outcomesOf } from './scores.js';
export { type CompiledOffer, type CompiledStrategy, compileStrategy } from './strategy.js';
