export { cronProblem, nextTurn } from './cron.js';
