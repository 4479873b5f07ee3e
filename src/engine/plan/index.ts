export { drawnId } from './draws.js';
export { compareWorth, expectedOf, kindOf, moneyFailure, orderValueOf, toMillionths, worthOf } from './money.js';
export { type CompiledRelease, compileRelease, compilingRelease } from './release.js';
export { type Failure, firstFailure, scoreOf } from './scores.js';
export { type CompiledOffer, type CompiledStrategy, isCounted } from './strategy.js';
export { bestTreatment, mostUplift, outcomesOf } from './uplift-outcomes.js';
