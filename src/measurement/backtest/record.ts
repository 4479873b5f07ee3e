import type { ModelRegistry, ModelVersion } from '#strata/models/registry';
import { type BacktestReport } from './report.js';

/**
 * Keeps a backtest as evidence of the stage `backtested` for every version that the strategy used. A history that could not
 * tell is no evidence and is not kept: what was known before still counts.
 *
 * @returns the versions as they stand now; none where nothing was kept
 */
export async function recordBacktest(
  registry: Pick<ModelRegistry, 'recordEvidence'>,
  report: BacktestReport,
  by: string,
): Promise<readonly ModelVersion[]> {
  const { outcome } = report.verdict;
  if (outcome === 'not enough data') return [];
  const versions: ModelVersion[] = [];
  for (const { model: modelId, version } of report.models) {
    const passed = outcome === 'passes';
    versions.push(await registry.recordEvidence({ modelId, version, stage: 'backtested', passed, report, by }));
  }
  return versions;
}
