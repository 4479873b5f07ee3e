import { StrataError } from '#sdk';
import { type ModelRegistry } from './model-registry.js';
import { type ModelVersion } from './model-version.js';

/** Which version of a model to use. */
export interface VersionChoice {
  /** The champion unless told; the newest version where there is no champion. */
  readonly version?: number;
}

/** @throws StrataError MODEL_NOT_TRAINED with the command to run, NOT_FOUND for a version that is not there */
export async function chooseVersion(
  registry: ModelRegistry,
  modelId: string,
  { version }: VersionChoice,
): Promise<ModelVersion> {
  const versions = await registry.list(modelId);
  const chosen =
    version === undefined
      ? (versions.find(({ stage }) => stage === 'champion') ?? versions[0])
      : versions.find((known) => known.version === version);
  if (chosen !== undefined) return chosen;
  if (versions.length > 0) {
    const known = versions.map((one) => one.version).join(', ');
    throw new StrataError('NOT_FOUND', `There is no version ${String(version)} of model "${modelId}".`, {
      problems: [{ message: `version ${String(version)} is unknown`, expected: `one of ${known}` }],
    });
  }
  throw new StrataError('MODEL_NOT_TRAINED', `The model "${modelId}" has no trained version.`, {
    problems: [{ message: 'it was never trained here', expected: `first: strata train ${modelId} --data FILE` }],
  });
}
