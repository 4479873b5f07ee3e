import { inTurns } from '#strata/platform/process';
import { type MarketingMixAnalysis } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { type AnalysisKind } from '../contract/index.js';
import { measureMix } from './measure-mix.js';
import { type MixReport } from './findings/mix-report.js';
import { readSeries } from './reading/series.js';
import { readMix } from './words/read-mix.js';
import { mixWarning } from './words/words.js';

/** What each advertising channel brings, and how sure that is: of a table with a row a week. */
export const MARKETING_MIX: AnalysisKind<MarketingMixAnalysis, MixReport> = {
  async run(document, { source, until, seed, signal, progress }) {
    if (source.kind !== 'file') throw noTable(document);
    const series = await readSeries(source, document, until);
    const report = await inTurns(
      measureMix(series, document, {
        seed,
        progress(share, note) {
          signal.throwIfAborted();
          progress(share, note);
        },
      }),
    );
    return { report };
  },
  read: readMix,
  warn: mixWarning,
};

function noTable({ id }: MarketingMixAnalysis): StrataError {
  return new StrataError('BAD_USAGE', `The analysis "${id}" reads a table with a row a week, and no file is named.`, {
    problems: [
      { message: 'spend is not among what is stored', expected: '"data" in the document, or a file named for the run' },
    ],
  });
}
