import { z } from 'zod';
import { JOB_STANDING } from '#strata/platform/job-routes';
import { COMPARISONS } from '../jobs/index.js';

/** A backtest and how far it is. */
export const backtestRunSchema = z.strictObject({
  ...JOB_STANDING,
  strategy: z.string(),
  compare: z.enum(COMPARISONS),
  source: z.string(),
  seed: z.int(),
  release: z.string(),
});

/** A backtest, how far it is, and what it found. */
export const backtestSchema = backtestRunSchema
  .extend({
    report: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What `strata backtest --json` prints; null until it succeeded.'),
  })
  .meta({ id: 'BacktestRun' });
