export { BacktestsController } from './backtests.controller.js';
