import { type Command } from 'commander';
import { registerAnalysisRun } from './analysis-run.js';
import { registerAnalysisList, registerAnalysisRollback, registerAnalysisShow } from './analysis-show.js';

/** `strata analysis` */
export function registerAnalysis(program: Command): void {
  const analysis = program
    .command('analysis')
    .description('find things out about customers, and read what was found out');
  registerAnalysisRun(analysis);
  registerAnalysisList(analysis);
  registerAnalysisShow(analysis);
  registerAnalysisRollback(analysis);
}
