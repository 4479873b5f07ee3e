import { type ExperimentReadout } from '#strata/experiments/readout';
import { StrataError } from '#sdk';
import { currentUser } from '../../options/model-options.js';
import { withWorkspace } from '../../workspace/workspace.js';

/** The version of a model for which a readout speaks. */
interface KeptFor {
  readonly model: string;
  /** The champion unless told. */
  readonly ofVersion?: number | undefined;
  /** In which it decided. */
  readonly arm: string;
  /** When the first and the last person came, where the ledger tells. */
  readonly ran?: { readonly first: string; readonly last: string };
  /** How much of what was planned was reached, where anything was. */
  readonly plan?: object | null;
}

/** Keeps a readout with the version that it speaks for, and tells what came of it. */
export async function keepReadout(readout: ExperimentReadout, keptFor: KeptFor): Promise<string> {
  const { recordReadout } = await import('#strata/experiments/evidence');
  const { model, ofVersion, ...found } = keptFor;
  return await withWorkspace(async (workspace) => {
    const registry = await workspace.registry();
    const version = ofVersion ?? (await registry.champion(model))?.version;
    if (version === undefined) {
      throw new StrataError('NOT_FOUND', `The model "${model}" has no champion: say which version with --of-version.`);
    }
    const evidence = { ...found, readout, modelId: model, version, by: currentUser(), now: Date.now() };
    const passed = await recordReadout(registry, evidence);
    const name = `version ${String(version)} of ${model}`;
    if (passed === null) return `Nothing was recorded: the readout can't tell yet about ${name}.`;
    return `Recorded: ${name} ${passed ? 'passed' : 'failed'} stage 3 (live).`;
  });
}
