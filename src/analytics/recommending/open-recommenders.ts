import { KnownItems } from '#strata/items/catalogue';
import { type Database } from '#strata/platform/database';
import { type PluginHost } from '#strata/plugin-host';
import { type OpenRecommender, openRecommender } from '../recommendations/index.js';
import { AnalysisVersions } from '../versions/index.js';

/** How long what is in memory answers before it is looked whether there is something later. */
const FRESH_MS = 2_000;
/** A version that is replaced still answers those who ask it already. */
const CLOSED_AFTER_MS = 60_000;

/** What recommenders are opened with. */
export interface RecommenderParts {
  readonly database: Database;
  readonly host: PluginHost;
}

/**
 * The recommenders that are open, of each analysis the version that counts, and the catalogue of items in memory. Both are looked after by
 * those who ask: nobody waits for what is read again, only for what was never read.
 */
export class OpenRecommenders {
  readonly #catalogue: Followed<KnownItems>;
  readonly #recommenders = new Map<string, Followed<OpenRecommender>>();

  constructor(private readonly parts: RecommenderParts) {
    const items = new KnownItems(parts.database);
    this.#catalogue = new Followed(async () => {
      await items.refresh();
      return items;
    });
  }

  /** The catalogue of items. @throws StrataError UNAVAILABLE where it was never read and cannot be */
  items(): Promise<KnownItems> {
    return this.#catalogue.get();
  }

  /** The version of an analysis that counts. @throws StrataError NOT_FOUND where it has none, or recommends nothing */
  counting(analysis: string): Promise<OpenRecommender> {
    let followed = this.#recommenders.get(analysis);
    if (followed === undefined) {
      followed = new Followed((open) => this.#openCounting(analysis, open));
      this.#recommenders.set(analysis, followed);
    }
    return followed.get();
  }

  async #openCounting(analysis: string, open: OpenRecommender | null): Promise<OpenRecommender> {
    const versions = new AnalysisVersions(this.parts.database);
    const counting = (await versions.list(analysis)).find(({ withdrawnAt }) => withdrawnAt === null);
    if (open !== null && (counting === undefined || counting.version === open.version)) return open;
    const which = counting === undefined ? {} : { version: counting.version };
    const later = await openRecommender({ versions, host: this.parts.host, analysis, ...which });
    if (open !== null) setTimeout(() => void open.close(), CLOSED_AFTER_MS).unref();
    return later;
  }

  async close(): Promise<void> {
    const all = [...this.#recommenders.values()];
    this.#recommenders.clear();
    await Promise.all(all.map(async (followed) => (await followed.last())?.close()));
  }
}

/** Something that is looked up again once it is some seconds old. */
class Followed<T> {
  #known: { readonly value: T; readonly at: number } | null = null;
  #looking: Promise<T> | null = null;

  constructor(private readonly look: (known: T | null) => Promise<T>) {}

  async get(): Promise<T> {
    if (this.#known !== null && performance.now() - this.#known.at < FRESH_MS) return this.#known.value;
    this.#looking ??= this.#lookAgain();
    if (this.#known === null) return await this.#looking;
    this.#looking.catch(() => undefined);
    return this.#known.value;
  }

  /** What was found last; null where nothing was. */
  async last(): Promise<T | null> {
    await this.#looking?.catch(() => undefined);
    return this.#known?.value ?? null;
  }

  async #lookAgain(): Promise<T> {
    try {
      const value = await this.look(this.#known?.value ?? null);
      this.#known = { value, at: performance.now() };
      return value;
    } finally {
      this.#looking = null;
    }
  }
}
