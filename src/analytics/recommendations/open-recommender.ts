import { type Analysis } from '#strata/engine';
import { type Fitted, type FittedPlugin, type PluginHost } from '#strata/plugin-host';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import {
  historyOf,
  type Interactions,
  type ItemLists,
  type ItemReason,
  NO_ITEM,
  packArrays,
  StrataError,
  unpackArrays,
  type WantedItems,
} from '#sdk';
import { type AnalysisVersions } from '../versions/index.js';
import { type PopularItems, popularItems, type Recommended } from './popular-items.js';

/** Which version is opened. */
export interface OpenedVersion {
  readonly versions: AnalysisVersions;
  readonly host: PluginHost;
  /** Id of the analysis. */
  readonly analysis: string;
  /** The latest unless told. */
  readonly version?: number;
}

/** A version's recommender, ready to be asked. */
export interface OpenRecommender extends PopularItems {
  /** The document that was run. */
  readonly document: RecommendationsAnalysis;
  readonly version: number;
  /** ISO 8601, UTC: the moment that it learned until. */
  readonly at: string;
  /** Ids of the items by number. */
  readonly ids: readonly string[];
  /** How popular each item is, by number. */
  readonly popularity: Float64Array;
  /** The number of an item; undefined where the version does not know it. */
  numberOf(id: string): number | undefined;
  /** The best items for each person; what the model has nothing for is filled by what is popular. */
  recommend(histories: Interactions, wanted: WantedItems): Promise<readonly (readonly Recommended[])[]>;
  /** The scores of given items (people × items, row-major; NaN where the model says nothing). */
  rank(histories: Interactions, items: Uint32Array): Promise<Float64Array>;
  /** The items that are most alike, the best first. */
  similar(item: number, wanted: WantedItems): Promise<readonly Recommended[]>;
  /** For each item the items of one person's history that speak for it. */
  reasons(history: Interactions, items: Uint32Array, most: number): Promise<readonly (readonly ItemReason[])[]>;
  close(): Promise<void>;
}

/**
 * Opens what a version of recommendations keeps. The plugin starts with the first question; its failures are `PLUGIN_FAILED`.
 *
 * @throws StrataError NOT_FOUND where there is no such version, or it is of another kind
 */
export async function openRecommender({ versions, host, analysis, version }: OpenedVersion): Promise<OpenRecommender> {
  const found = await versions.find(analysis, version);
  const { document } = found;
  if (!isOfRecommendations(document)) throw otherKind(document);
  const bytes = await versions.artefact(analysis, found.version);
  if (bytes === null) throw otherKind(document);
  const { ids, popularity, fitted } = unpackRecommender(bytes);
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const popular = popularItems(popularity);
  const plugin = new LazilyOpened(() => host.openFitted(fitted));
  return {
    ...{ document, version: found.version, at: found.at, ids, popularity },
    ...popular,
    numberOf: (id) => numbers.get(id),
    async recommend(histories, wanted) {
      const lists = (await plugin.ask('recommend', histories, wanted)) as ItemLists;
      return listsOf(lists).map((list, person) => {
        if (list.length >= wanted.count) return list;
        return popular.fill(list, historyOf(histories, person).items, wanted);
      });
    },
    rank: async (histories, items) => (await plugin.ask('rank', histories, items)) as Float64Array,
    async similar(item, wanted) {
      const [list = []] = listsOf((await plugin.ask('similar', item, wanted)) as ItemLists);
      return list;
    },
    reasons: async (history, items, most) =>
      (await plugin.ask('reasons', history, items, most)) as readonly (readonly ItemReason[])[],
    close: () => plugin.close(),
  };
}

function isOfRecommendations(document: Analysis): document is RecommendationsAnalysis {
  return document.kind === 'recommendations';
}

function otherKind({ id, kind }: Analysis): StrataError {
  return new StrataError('NOT_FOUND', `The analysis "${id}" recommends nothing.`, {
    problems: [{ message: `it is of the kind "${kind}"`, expected: 'an analysis of the kind "recommendations"' }],
  });
}

/** Lists without their ends. */
export function listsOf({ items, scores, count }: ItemLists): readonly (readonly Recommended[])[] {
  return Array.from({ length: count === 0 ? 0 : items.length / count }, (_, row) => {
    const own = items.subarray(row * count, (row + 1) * count).filter((item) => item !== NO_ITEM);
    return Array.from(own, (item, place) => ({ item, score: scores[row * count + place] ?? 0, by: 'model' as const }));
  });
}

/** What a plugin learned, opened when it is first asked. */
class LazilyOpened {
  #opening: Promise<Fitted> | undefined;

  constructor(private readonly open: () => Promise<Fitted>) {}

  async ask(name: string, ...rest: readonly unknown[]): Promise<unknown> {
    this.#opening ??= this.open();
    let fitted: Fitted;
    try {
      fitted = await this.#opening;
    } catch (error) {
      // The next question tries again.
      this.#opening = undefined;
      throw error;
    }
    return await fitted.ask(name, ...rest);
  }

  async close(): Promise<void> {
    const fitted = await this.#opening?.catch(() => undefined);
    await fitted?.close();
  }
}

/** What a version of recommendations is answered from. */
interface RecommenderArtefact {
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
function unpackRecommender(packed: Uint8Array): RecommenderArtefact {
  const { header, take } = unpackArrays<Header>(packed, VERSION);
  const { ids, plugin, pluginVersion, options, length } = header;
  const popularity = take(Float64Array, ids.length);
  return {
    ids,
    popularity,
    fitted: { kind: 'recommender', plugin, pluginVersion, options, bytes: take(Uint8Array, length) },
  };
}
