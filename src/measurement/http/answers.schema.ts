import { z } from 'zod';
import { errorCodeSchema, problemPlaceSchema } from '#strata/platform/http';
import { JOB_STATES } from '#strata/platform/queue';
import { COMPARISONS } from '../jobs/index.js';

const TIME = z.iso.datetime();

const run = z.strictObject({
  id: z.uuid(),
  strategy: z.string(),
  compare: z.enum(COMPARISONS),
  state: z.enum(JOB_STATES),
  cancelling: z.boolean().describe('It runs and was told to stop.'),
  progress: z.number().min(0).max(1),
  note: z.string().describe('What is being done.'),
  source: z.string(),
  seed: z.int(),
  release: z.string(),
  attempts: z.int().min(0).describe('How often a worker began it.'),
  error: z
    .strictObject({ code: errorCodeSchema, message: z.string(), problems: z.array(problemPlaceSchema) })
    .nullable(),
  by: z.string(),
  createdAt: TIME,
  startedAt: TIME.nullable(),
  endedAt: TIME.nullable(),
});

/** A backtest, how far it is, and what it found. */
export const backtestSchema = run
  .extend({
    report: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What `strata backtest --json` prints; null until it succeeded.'),
  })
  .meta({ id: 'BacktestRun' });

/** A page of backtests. */
export const backtestsSchema = z.strictObject({ backtests: z.array(run), next: z.uuid().nullable() });
