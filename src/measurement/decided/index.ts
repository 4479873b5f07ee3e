export { type DecidedRequest, DECISIONS, evaluateDecided } from './evaluate-decided.js';
