import { packArrays, unpackArrays } from '#sdk';
import { type FittedPlugin } from '#strata/plugin-host';

/** What a version of recommendations is answered from. */
export interface RecommenderArtefact {
  /** Ids of the items by their numbers, in the order of their code units. */
  readonly ids: readonly string[];
  /** How popular each item is, by number; 0 where nobody had it. */
  readonly popularity: Float64Array;
  readonly fitted: FittedPlugin;
}

/** Of the form of the bytes. */
const VERSION = 1;

interface Header extends Pick<FittedPlugin, 'plugin' | 'pluginVersion' | 'options'> {
  readonly version: number;
  readonly ids: readonly string[];
  readonly length: number;
}

export function packRecommender({ ids, popularity, fitted }: RecommenderArtefact): Uint8Array {
  const { plugin, pluginVersion, options, bytes } = fitted;
  const header: Header = { version: VERSION, ids, plugin, pluginVersion, options, length: bytes.length };
  return packArrays(header, [popularity, bytes]);
}

/** The inverse of {@link packRecommender}. @throws Error where the bytes have a form of another version */
export function unpackRecommender(packed: Uint8Array): RecommenderArtefact {
  const { header, take } = unpackArrays<Header>(packed, VERSION);
  const { ids, plugin, pluginVersion, options, length } = header;
  const popularity = take(Float64Array, ids.length);
  return {
    ids,
    popularity,
    fitted: { kind: 'recommender', plugin, pluginVersion, options, bytes: take(Uint8Array, length) },
  };
}
