export { evaluateDecided } from './evaluate-decided.js';
