export { type BacktestRequest, backtestStrategy } from './backtest-strategy.js';
export { backtestLadder, replayLadder } from './ladder/backtest-ladder.js';
export type { Ladder, LadderFigures } from './ladder/ladder.js';
export type { HistoryColumns } from './history/columns.js';
export type { RequestedPlan } from './plan.js';
export { recordBacktest } from './record.js';
export type { BacktestReport, Breakdown, SelectorResult, Sweep, SweepPoint } from './report.js';
