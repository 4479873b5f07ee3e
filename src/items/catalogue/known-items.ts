import { compileCondition } from '#strata/engine/conditions';
import {
  type Condition,
  itemConditionFacts,
  type ItemFactCatalogue,
  type ReleaseDocuments,
  timeZoneOf,
} from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { catalogueSince } from './item-table.js';
import { type ItemValues } from './item-values.js';

/** Conditions that are kept compiled; whoever asks with ever new ones pushes the oldest out. */
const MOST_CONDITIONS = 64;

/** What a condition over items is read with. */
type ItemLanguage = Pick<ReleaseDocuments, 'itemFacts' | 'shop'>;

/** A condition, and for which of the items of a list it holds. */
interface Kept {
  readonly holds: (facts: ItemValues) => boolean;
  readonly masks: WeakMap<readonly string[], Uint8Array>;
}

/**
 * The catalogue in memory: what it says about an item, and which items of a list a condition holds for, without asking the
 * database. `refresh` reads what changed.
 */
export class KnownItems {
  readonly #facts = new Map<string, ItemValues>();
  readonly #kept = new Map<string, Kept>();
  #beside = new WeakMap<readonly string[], readonly string[]>();
  #version = 0;
  #language: ItemFactCatalogue | undefined;

  constructor(private readonly database: Database) {}

  /** Reads what changed since it was last asked. */
  async refresh(): Promise<void> {
    const { version, items } = await this.database.run((manager) => catalogueSince(manager, this.#version));
    this.#version = version;
    if (items.length === 0) return;
    for (const { id, facts } of items) {
      if (facts === null) this.#facts.delete(id);
      else this.#facts.set(id, facts);
    }
    this.#kept.clear();
    this.#beside = new WeakMap();
  }

  get size(): number {
    return this.#facts.size;
  }

  /** What is known about an item; nothing where it is not in the catalogue. */
  factsOf(id: string): ItemValues {
    return this.#facts.get(id) ?? NOTHING;
  }

  /** The ids of the catalogue's other items than these, in the order of their code units; the same list gets the same array. */
  beside(ids: readonly string[]): readonly string[] {
    const known = this.#beside.get(ids);
    if (known !== undefined) return known;
    const given = new Set(ids);
    const others = [...this.#facts.keys()].filter((id) => !given.has(id)).sort();
    this.#beside.set(ids, others);
    return others;
  }

  /**
   * 1 for each of `ids` for which all conditions hold, else 0; one that is not in the catalogue has no facts. To be read only:
   * the same list gets the same array.
   */
  mask(ids: readonly string[], conditions: readonly Condition[], language: ItemLanguage): Uint8Array {
    const { holds, masks } = this.#keptOf(conditions, language);
    const known = masks.get(ids);
    if (known !== undefined) return known;
    const mask = Uint8Array.from(ids, (id) => (holds(this.factsOf(id)) ? 1 : 0));
    masks.set(ids, mask);
    return mask;
  }

  #keptOf(conditions: readonly Condition[], { itemFacts, shop }: ItemLanguage): Kept {
    if (this.#language !== itemFacts) {
      this.#kept.clear();
      this.#language = itemFacts;
    }
    const key = JSON.stringify(conditions);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const options = {
      facts: itemConditionFacts(itemFacts ?? { facts: {} }),
      timeZone: timeZoneOf(shop === undefined ? {} : { shop }),
    };
    const compiled = conditions.map((condition) => compileCondition(condition, options));
    const kept = {
      holds: (facts: ItemValues) => compiled.every((condition) => condition.test(facts)),
      masks: new WeakMap(),
    };
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_CONDITIONS && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, kept);
    return kept;
  }
}

const NOTHING: ItemValues = Object.freeze({});
