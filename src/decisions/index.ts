export { type DecisionParts, DecisionsModule } from './decisions.module.js';
