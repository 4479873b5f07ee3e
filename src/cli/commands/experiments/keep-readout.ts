import { type AnswerOf } from '#client';
import { type RecordedReadout } from '#strata/experiments/evidence';
import { type ExperimentReadout } from '#strata/experiments/readout';
import { isStrataError, StrataError } from '#sdk';
import { currentUser } from '../../options/model-options.js';
import { withWorkspace } from '../../workspace/workspace.js';

type Experiment = AnswerOf<'/v1/experiments/{id}/readout', 'get'>;

/** The version of a model for which a readout speaks. */
interface KeptFor {
  readonly model: string;
  /** The champion unless told. */
  readonly ofVersion?: number | undefined;
  /** In which it decided. */
  readonly arm: string;
}

/** The same of the experiment of a strategy. */
interface ExperimentKeptFor extends Omit<KeptFor, 'arm'> {
  /** In which it decided; unless told, the only one in which models decide. */
  readonly modelArm?: string | undefined;
}

/** Keeps a readout with the version that it speaks for, and tells what came of it. */
export async function keepReadout(readout: ExperimentReadout, keptFor: KeptFor): Promise<string> {
  const { recordReadout } = await import('#strata/experiments/evidence');
  const { model, ofVersion, arm } = keptFor;
  return await withWorkspace(async (workspace) => {
    const registry = await workspace.registry();
    const version = ofVersion ?? (await registry.champion(model))?.version;
    if (version === undefined) {
      throw new StrataError('NOT_FOUND', `The model "${model}" has no champion: say which version with --of-version.`);
    }
    const evidence = { arm, readout, modelId: model, version, by: currentUser(), now: Date.now() };
    return keptWords({ model, version, passed: await recordReadout(registry, evidence) });
  });
}

/** Keeps what the experiment of a strategy showed, and tells what came of it. */
export async function keepExperiment(readout: Experiment, keptFor: ExperimentKeptFor): Promise<string> {
  const { recordExperiment } = await import('#strata/experiments/evidence');
  const { model, ofVersion: version, modelArm: arm } = keptFor;
  return await withWorkspace(async (workspace) => {
    const asked = { model, version, arm, by: currentUser(), now: Date.now() };
    return keptWords(await recordExperiment(await workspace.registry(), readout, asked).catch(throwUsage));
  });
}

/** What is wrong with a request is here wrong with how the command is used. */
function throwUsage(error: unknown): never {
  if (!isStrataError(error) || error.code !== 'INVALID_REQUEST') throw error;
  throw new StrataError('BAD_USAGE', error.message, { problems: error.problems, cause: error });
}

function keptWords({ model, version, passed }: Omit<RecordedReadout, 'arm'>): string {
  const name = `version ${String(version)} of ${model}`;
  if (passed === null) return `Nothing was recorded: the readout can't tell yet about ${name}.`;
  return `Recorded: ${name} ${passed ? 'passed' : 'failed'} stage 3 (live).`;
}
