import { z } from 'zod';
import { JOB_STANDING } from '#strata/platform/job-routes';

const TIME = z.iso.datetime();
const WARNING = z
  .string()
  .nullable()
  .describe('That it is no better than the dumb rival, by its own report; null where it is, or nothing is compared.');

/** A run of an analysis, and how far it is. */
export const analysisRunSchema = z
  .strictObject({
    ...JOB_STANDING,
    analysis: z.string(),
    source: z.string(),
    until: TIME.nullable().describe(
      'Nothing that happened later is looked at; null for the end of the day (UTC) of the last event of a file.',
    ),
    seed: z.int(),
    release: z.string(),
    version: z.int().nullable().describe('The version that it gave; null until it succeeded.'),
    people: z.int().nullable().describe('How many people it published something about.'),
    warning: WARNING,
  })
  .meta({ id: 'AnalysisRun' });

const version = z.strictObject({
  analysis: z.string(),
  version: z.int().min(1),
  run: z.string(),
  document: z.record(z.string(), z.unknown()).describe('The document that was run.'),
  release: z.string(),
  source: z.string(),
  at: TIME.describe('The moment that it is of.'),
  people: z.int().nullable().describe('How many people it published something about; null where it did not.'),
  warning: WARNING,
  by: z.string(),
  createdAt: TIME,
  withdrawnAt: TIME.nullable().describe('When an earlier version was put in its place; null where none was.'),
});

/** A version without its report. */
export const analysisVersionSchema = version.meta({ id: 'AnalysisVersion' });

/** What runs of an analysis found out. */
export const analysisVersionsSchema = z.strictObject({ versions: z.array(analysisVersionSchema) });

/** One version with its report. */
export const analysisReportSchema = version
  .extend({ report: z.record(z.string(), z.unknown()).describe('What `strata analysis show --json` prints.') })
  .meta({ id: 'AnalysisReport' });
