import { z } from 'zod';
import { JOB_STANDING } from '#strata/platform/job-routes';

const TIME = z.iso.datetime();

/** A run of an analysis, and how far it is. */
export const analysisRunSchema = z
  .strictObject({
    ...JOB_STANDING,
    analysis: z.string(),
    source: z.string(),
    until: TIME.describe('Nothing that happened later is looked at.'),
    seed: z.int(),
    release: z.string(),
    version: z.int().nullable().describe('The version that it gave; null until it succeeded.'),
    people: z.int().nullable().describe('How many people it published something about.'),
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
  by: z.string(),
  createdAt: TIME,
});

/** What runs of an analysis found out. */
export const analysisVersionsSchema = z.strictObject({ versions: z.array(version) });

/** One version with its report. */
export const analysisReportSchema = version
  .extend({ report: z.record(z.string(), z.unknown()).describe('What `strata analysis show --json` prints.') })
  .meta({ id: 'AnalysisReport' });
