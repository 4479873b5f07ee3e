export { backtestTeller } from './backtest-teller.js';
export { reportIn } from './report-in.js';
