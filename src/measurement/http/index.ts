export { BacktestJobsController, BacktestsController } from './backtests.controller.js';
