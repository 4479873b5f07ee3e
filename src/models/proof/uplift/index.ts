export { type UpliftEvaluation, evaluateUplift } from './evaluate-uplift.js';
