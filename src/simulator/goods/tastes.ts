import { seededRandom, type SeededRandom } from '#sdk';
import { pick, type SimulatedShop, shopStream } from '../shop/index.js';
import { catalogueOf, CATEGORY_SHARES, type ShopItem, STYLES } from './catalogue.js';

/** How often a customer buys in the favourite category, in the second one, else anywhere. */
const FAVOURITE = 0.5;
const SECOND = 0.22;
/** An item of the customer's own style is bought this many times as often as it would be otherwise. */
const OWN_STYLE = 7;

/** An item of an order, and what was paid for it. */
export interface OrderedItem {
  readonly id: string;
  /** Money. */
  readonly price: number;
}

/**
 * What customers buy and look at. Each has a favourite category, a second one and a style, which nobody sees: so the
 * items of a customer go together, and with those of customers alike, beyond what is popular.
 */
export class Tastes {
  readonly #items: readonly (readonly ShopItem[])[];
  /** Of the items of each category, by style: sums of popularity as that style sees it. */
  readonly #sums: readonly (readonly Float64Array[])[];
  readonly #favourite: Uint8Array;
  readonly #second: Uint8Array;
  readonly #style: Uint8Array;

  constructor({ seed, users }: Pick<SimulatedShop, 'seed' | 'users'>) {
    const random = seededRandom(shopStream(seed, 16));
    this.#items = catalogueOf(seed);
    this.#sums = this.#items.map((items) => STYLES.map((_, style) => sumsFor(items, style)));
    const drawn = (draw: () => number): Uint8Array => Uint8Array.from({ length: users.rows }, draw);
    this.#favourite = drawn(() => pick(random, CATEGORY_SHARES));
    this.#second = drawn(() => pick(random, CATEGORY_SHARES));
    this.#style = drawn(() => random.integer(STYLES.length));
  }

  /** An item that the customer in a row of `users` would buy or look at. */
  itemFor(user: number, random: SeededRandom): ShopItem {
    const turn = random.uniform();
    const category = this.#categoryFor(user, turn, random);
    const items = this.#items[category] ?? [];
    const sums = this.#sums[category]?.[this.#style[user] ?? 0] ?? new Float64Array();
    const item = items[firstAbove(sums, random.uniform() * (sums.at(-1) ?? 0))];
    if (item === undefined) throw new TypeError('a category without items');
    return item;
  }

  /** What an order of this amount of money holds: one to three items, which are paid in proportion to their prices. */
  basketFor(
    user: number,
    amount: number,
    random: SeededRandom,
  ): { readonly items: OrderedItem[]; readonly category: string } {
    const first = this.itemFor(user, random);
    const chosen = new Map([[first.id, first]]);
    const size = random.uniform();
    for (let more = size < 0.1 ? 2 : size < 0.4 ? 1 : 0; more > 0; more--) {
      const item = this.itemFor(user, random);
      chosen.set(item.id, item);
    }
    return { items: paid([...chosen.values()], amount), category: first.category };
  }

  #categoryFor(user: number, turn: number, random: SeededRandom): number {
    if (turn < FAVOURITE) return this.#favourite[user] ?? 0;
    if (turn < FAVOURITE + SECOND) return this.#second[user] ?? 0;
    return pick(random, CATEGORY_SHARES);
  }
}

function sumsFor(items: readonly ShopItem[], style: number): Float64Array {
  let sum = 0;
  return Float64Array.from(items, (item) => (sum += item.popularity * (item.style === style ? OWN_STYLE : 1)));
}

/** The first position whose value is above a threshold below the last one. */
function firstAbove(rising: Float64Array, threshold: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) > threshold) high = middle;
    else low = middle + 1;
  }
  return low;
}

function paid(items: readonly ShopItem[], amount: number): OrderedItem[] {
  const listed = items.reduce((sum, { price }) => sum + price, 0);
  const cents = items.map(({ price }) => Math.round((100 * amount * price) / listed));
  const rest = Math.round(100 * amount) - cents.reduce((sum, each) => sum + each, 0);
  return items.map(({ id }, place) => ({ id, price: ((cents[place] ?? 0) + (place === 0 ? rest : 0)) / 100 }));
}
