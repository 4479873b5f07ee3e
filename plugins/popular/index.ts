import { defineRecommender, packArrays, unpackArrays, type WantedItems } from '#sdk';
import { z } from 'zod';

const options = z.strictObject({
  halfLife: z
    .number()
    .positive()
    .nullable()
    .default(90)
    .describe('days after which an interaction counts half as much; null: it always counts the same'),
});

/** Of the form of the bytes. */
const VERSION = 1;

interface Header {
  readonly version: number;
  readonly count: number;
}

/** What was learned. */
interface Popular {
  /** By item; 0 where nobody had it. */
  readonly popularity: Float64Array;
  /** The items that somebody had, the most popular first; of equal ones the first. */
  readonly order: Uint32Array;
}

export default defineRecommender<z.infer<typeof options>, Popular>({
  options,
  train({ interactions: { items, weights, ages }, items: { count } }, { halfLife }) {
    const popularity = new Float64Array(count);
    for (let place = 0; place < items.length; place++) {
      const item = items[place] ?? 0;
      popularity[item] = (popularity[item] ?? 0) + (weights[place] ?? 0) * freshness(ages[place], halfLife);
    }
    return ordered(popularity);
  },
  save({ popularity }) {
    const header: Header = { version: VERSION, count: popularity.length };
    return packArrays(header, [popularity]);
  },
  load(bytes) {
    const { header, take } = unpackArrays<Header>(bytes, VERSION);
    return ordered(take(Float64Array, header.count));
  },
  count: ({ popularity }) => popularity.length,
  candidates: ({ order }, history, wanted) => firstOf(order, history.items, wanted),
  score({ popularity }, { people }, items, out) {
    for (let cell = 0; cell < people * items.length; cell++) {
      const score = popularity[items[cell % items.length] ?? 0] ?? 0;
      if (score > 0) out[cell] = score;
    }
  },
  describe: (_, { halfLife }) => ({
    notes: [
      halfLife === null
        ? 'Everybody gets the same: what most people had.'
        : `Everybody gets the same: what most people had; after ${String(halfLife)} days it counts half.`,
    ],
  }),
});

function ordered(popularity: Float64Array): Popular {
  const order = Uint32Array.from(popularity.keys())
    .filter((item) => (popularity[item] ?? 0) > 0)
    .sort((first, second) => (popularity[second] ?? 0) - (popularity[first] ?? 0) || first - second);
  return { popularity, order };
}

/** The first items that may stand in a list. */
function firstOf(order: Uint32Array, history: Uint32Array, { count, among, again }: WantedItems): Uint32Array {
  const had = new Set(again ? [] : history);
  const found: number[] = [];
  for (const item of order) {
    if (found.length === count) break;
    if (!had.has(item) && among?.[item] !== 0) found.push(item);
  }
  return Uint32Array.from(found);
}

/** @param age in days; NaN where it is not known */
function freshness(age = Number.NaN, halfLife: number | null): number {
  return halfLife === null || Number.isNaN(age) ? 1 : 2 ** (-age / halfLife);
}
