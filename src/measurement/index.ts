export { BacktestJobsModule } from './backtest-jobs.module.js';
export { MeasurementModule } from './measurement.module.js';
