import { type ModelDocument } from '#strata/engine';
import { type ModelStage, type ModelVersion } from './model-version.js';

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
