import { recordBacktest, backtestStrategy } from '#strata/measurement/backtest';
import { evaluateModel } from '#strata/models/proof/evaluation';
import { readDocument } from '#strata/rulebook/documents';
import { type ShopFiles } from '#strata/simulator/files';
import { readCatalogue, readSegments } from '../../options/model-options.js';
import { type DemoModel, type ModelRoom } from '../train-models.js';

/** What each selector takes of the people of a backtest. */
const AUDIENCE = 0.2;
/** The share of the positives that one of an evaluation's thresholds covers. */
const COVERAGE = 0.7;

/** Judges models as `strata evaluate` and `strata backtest` do, and keeps what came of it with their versions. */
export async function proveModels(
  room: ModelRoom,
  models: readonly DemoModel[],
  files: Pick<ShopFiles, 'validation' | 'replay'>,
  { strategy: id, seed, by }: { readonly strategy: string; readonly seed: number; readonly by: string },
): Promise<void> {
  const directory = room.config.rulesDir;
  const registry = await room.registry();
  const shared = {
    strategy: await readDocument('strategy', id, { directory }),
    segments: await readSegments(directory),
    host: await room.host(),
    registry,
    seed,
  };
  const facts = await readCatalogue(directory);
  for (const { document } of models) {
    const source = { kind: 'file', file: files.validation } as const;
    const { version, ...report } = await evaluateModel({ ...shared, document, facts, source, coverage: COVERAGE });
    if (version === null) continue;
    const { passed } = report.verdict;
    await registry.recordEvidence({ ...version, stage: 'validated', passed, report, by });
  }
  const report = await backtestStrategy({
    ...shared,
    documents: models.map(({ document }) => document),
    columns: {},
    versions: new Map(),
    catalogue: facts,
    source: { kind: 'file', file: files.replay },
    plan: { share: AUDIENCE },
  });
  await recordBacktest(registry, report, by);
}
