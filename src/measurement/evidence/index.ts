export { backtestTeller } from './backtest-teller.js';
