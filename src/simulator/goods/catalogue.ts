import { seededRandom, type SeededRandom } from '#sdk';
import { shopStream } from '../shop/index.js';

/** Something that the shop sells. */
export interface ShopItem {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly brand: string;
  readonly tags: readonly string[];
  /** Money; what is listed. */
  readonly price: number;
  /** Share of the price that is profit, 0 to 1. */
  readonly margin: number;
  /** Pieces; some are sold out. */
  readonly stock: number;
  /** Index into {@link STYLES}: who likes a style likes its items best in every category. */
  readonly style: number;
  /** How much of its category's sales it has, before tastes. */
  readonly popularity: number;
}

/** What an item looks like; a brand makes items of one style. */
export const STYLES = ['plain', 'sporty', 'elegant', 'playful'] as const;
const BRANDS = [
  ['Nord', 'Basis'],
  ['Stride', 'Apex'],
  ['Maison', 'Aurelle'],
  ['Zigzag', 'Pepper'],
] as const;

/** What the shop sells most of, first: its share of what is sold, the usual price, margin, and what the things are called. */
const CATEGORIES = [
  {
    name: 'shoes',
    share: 0.17,
    price: 85,
    margin: 0.34,
    things: ['Trainers', 'Boots', 'Sandals', 'Loafers', 'Slippers'],
  },
  { name: 'shirts', share: 0.15, price: 39, margin: 0.42, things: ['T-shirt', 'Shirt', 'Polo', 'Blouse', 'Top'] },
  {
    name: 'trousers',
    share: 0.12,
    price: 62,
    margin: 0.38,
    things: ['Jeans', 'Chinos', 'Leggings', 'Shorts', 'Joggers'],
  },
  {
    name: 'jackets',
    share: 0.09,
    price: 129,
    margin: 0.33,
    things: ['Parka', 'Blazer', 'Raincoat', 'Fleece', 'Cardigan'],
  },
  { name: 'bags', share: 0.09, price: 74, margin: 0.4, things: ['Backpack', 'Tote', 'Belt bag', 'Suitcase', 'Wallet'] },
  { name: 'beauty', share: 0.08, price: 24, margin: 0.48, things: ['Cream', 'Shampoo', 'Perfume', 'Soap', 'Lipstick'] },
  { name: 'kitchen', share: 0.07, price: 46, margin: 0.29, things: ['Pan', 'Knife', 'Kettle', 'Bowl', 'Grinder'] },
  { name: 'home', share: 0.07, price: 58, margin: 0.31, things: ['Lamp', 'Rug', 'Cushion', 'Vase', 'Blanket'] },
  { name: 'toys', share: 0.05, price: 33, margin: 0.3, things: ['Puzzle', 'Train', 'Doll', 'Blocks', 'Kite'] },
  { name: 'books', share: 0.04, price: 18, margin: 0.22, things: ['Novel', 'Cookbook', 'Atlas', 'Thriller', 'Diary'] },
  { name: 'sports', share: 0.04, price: 68, margin: 0.28, things: ['Mat', 'Ball', 'Racket', 'Helmet', 'Bottle'] },
  { name: 'garden', share: 0.03, price: 51, margin: 0.27, things: ['Shears', 'Planter', 'Hose', 'Gloves', 'Lantern'] },
] as const;

/** Shares of what is sold, by category. */
export const CATEGORY_SHARES: readonly number[] = CATEGORIES.map(({ share }) => share);

/** Items of the largest category and of the smallest one. */
const ITEMS_OF_LARGEST = 40;
const ITEMS_OF_SMALLEST = 16;
/** P(an item is sold out). */
const SOLD_OUT = 0.04;

/** What the shop sells: about 300 items, the same for the same seed, grouped by category in the order of their shares. */
export function catalogueOf(seed: number): readonly (readonly ShopItem[])[] {
  const random = seededRandom(shopStream(seed, 15));
  let made = 0;
  return CATEGORIES.map((category, place) => {
    const fewer = ((ITEMS_OF_LARGEST - ITEMS_OF_SMALLEST) * place) / (CATEGORIES.length - 1);
    const count = Math.round(ITEMS_OF_LARGEST - fewer);
    return Array.from({ length: count }, (_, rank) => itemOf(category, { number: ++made, rank }, random));
  });
}

function itemOf(
  { name, price, margin, things }: (typeof CATEGORIES)[number],
  { number, rank }: { readonly number: number; readonly rank: number },
  random: SeededRandom,
): ShopItem {
  const style = random.integer(STYLES.length);
  const brands = BRANDS[style] ?? [];
  const brand = brands[random.integer(brands.length)] ?? '';
  const thing = things[random.integer(things.length)] ?? '';
  const listed = Math.max(3, Math.round(price * Math.exp(0.45 * random.normal() - 0.1)) - 0.01);
  return {
    id: `i${String(number).padStart(3, '0')}`,
    title: `${brand} ${thing} ${String(100 + number)}`,
    category: name,
    brand,
    tags: [STYLES[style] ?? '', thing.toLowerCase()],
    price: listed,
    margin: Math.round(100 * Math.min(0.7, Math.max(0.05, margin + 0.06 * random.normal()))) / 100,
    stock: random.uniform() < SOLD_OUT ? 0 : 5 + random.integer(400),
    style,
    // Few things sell best (Zipf), with chance on top.
    popularity: Math.exp(0.3 * random.normal()) / (rank + 3),
  };
}
