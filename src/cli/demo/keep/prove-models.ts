import { backtestStrategy, recordBacktest } from '#strata/measurement/backtest';
import { evaluationHandler } from '#strata/models/proof/jobs';
import { readDocument } from '#strata/rulebook/documents';
import { type OpenShop } from '../../../in-process.js';
import { readCatalogue, readSegments } from '../../options/model-options.js';
import { type DemoModel } from '../train-models.js';

/** What each selector takes of the people of a backtest. */
const AUDIENCE = 0.2;
/** By what the selection is told apart. */
const BY = 'gender';

/** What models are proven on. */
export interface Proof {
  /** Folder of the shop's files. */
  readonly folder: string;
  readonly validation: string;
  readonly replay: string;
  /** Whose models they are. */
  readonly strategy: string;
  readonly seed: number;
  /** Who does it. */
  readonly by: string;
}

/** Judges models as a server does and as `strata backtest` does, and keeps what came of it with their versions. */
export async function proveModels(opened: OpenShop, models: readonly DemoModel[], proof: Proof): Promise<void> {
  const { config, host, registry } = opened;
  for (const { document } of models) await evaluate(opened, document.id, proof);
  const { rulesDir: directory } = config;
  const report = await backtestStrategy({
    strategy: await readDocument('strategy', proof.strategy, { directory }),
    segments: await readSegments(directory),
    documents: models.map(({ document }) => document),
    columns: {},
    versions: new Map(),
    catalogue: await readCatalogue(directory),
    source: { kind: 'file', file: proof.replay },
    plan: { share: AUDIENCE },
    ...{ host, registry, seed: proof.seed },
  });
  await recordBacktest(registry, report, proof.by);
}

/** A job that is run here and by nobody else. */
const ONCE = { attempt: 1, progress: () => undefined, keep: () => Promise.resolve() } as const;

async function evaluate(opened: OpenShop, model: string, proof: Proof): Promise<void> {
  const { database, releases, registry, host } = opened;
  const { hash: release } = await releases.published();
  const { folder: dataDir, validation: data, strategy, seed, by: who } = proof;
  const judge = evaluationHandler({ database, releases, registry, host, dataDir });
  const run = { ...ONCE, id: `evaluation of ${model}`, signal: new AbortController().signal };
  const finish = await judge({ model, release, who, data, strategy, seed, by: BY }, run);
  await database.transaction(finish);
}
