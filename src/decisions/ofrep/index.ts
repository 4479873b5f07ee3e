export { FlagEvaluator } from './flag-evaluator.js';
export { ofrepFailure } from './ofrep-error.js';
export { OfrepController } from './ofrep.controller.js';
