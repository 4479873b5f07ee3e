import { type ModelDocument } from '#strata/engine';
import { StrataError } from '#sdk';
import { type ModelRegistry } from './model-registry.js';
import { type ModelVersion, type ModelStage } from './model-version.js';

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

/** Where a model stands as a whole. */
export interface ModelStanding {
  readonly model: string;
  /** Of its document; null where the model is not in the current release. */
  readonly title: string | null;
  /** `champion` where it has one, else the stage of its newest version; `draft` where it was never trained. */
  readonly stage: ModelStage;
  readonly champion: number | null;
  /** The number of the newest version; null for a draft. */
  readonly newest: number | null;
}

/** Every model of the release and every trained one, by id. `versions` as the registry lists them. */
export function standings(
  documents: readonly Pick<ModelDocument, 'id' | 'title'>[],
  versions: readonly ModelVersion[],
): readonly ModelStanding[] {
  const ids = new Set([...documents.map(({ id }) => id), ...versions.map(({ modelId }) => modelId)]);
  return [...ids].toSorted().map((model) => {
    const own = versions.filter(({ modelId }) => modelId === model);
    const champion = own.find(({ stage }) => stage === 'champion');
    const [newest] = own;
    return {
      model,
      title: documents.find(({ id }) => id === model)?.title ?? null,
      stage: champion?.stage ?? newest?.stage ?? 'draft',
      champion: champion?.version ?? null,
      newest: newest?.version ?? null,
    };
  });
}
