import { defineRecommender, packArrays, unpackArrays } from '#sdk';
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

export default defineRecommender({
  options,
  train({ interactions: { items, weights, ages }, items: { count } }, { halfLife }) {
    const popularity = new Float64Array(count);
    for (let place = 0; place < items.length; place++) {
      const item = items[place] ?? 0;
      popularity[item] = (popularity[item] ?? 0) + (weights[place] ?? 0) * freshness(ages[place], halfLife);
    }
    return popularity;
  },
  save(popularity) {
    const header: Header = { version: VERSION, count: popularity.length };
    return packArrays(header, [popularity]);
  },
  load(bytes) {
    const { header, take } = unpackArrays<Header>(bytes, VERSION);
    return take(Float64Array, header.count);
  },
  count: ({ length }) => length,
  score(popularity, { people }, items, out) {
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

/** @param age in days; NaN where it is not known */
function freshness(age = Number.NaN, halfLife: number | null): number {
  return halfLife === null || Number.isNaN(age) ? 1 : 2 ** (-age / halfLife);
}
