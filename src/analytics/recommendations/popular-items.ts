import { type WantedItems } from '#sdk';

/** An item for somebody. */
export interface Recommended {
  readonly item: number;
  /** Of the model, or how popular it is: comparable among items of the same source only. */
  readonly score: number;
  /** `popularity` where the model had too little to say. */
  readonly by: 'model' | 'popularity';
}

/** What is popular, for whom a model has too little to say. */
export interface PopularItems {
  /** A list with what is missing of the wanted items, by popularity. @param had items of the person's history */
  fill(list: readonly Recommended[], had: Uint32Array, wanted: WantedItems): readonly Recommended[];
}

/** @param popularity by number; 0 where nobody had the item */
export function popularItems(popularity: Float64Array): PopularItems {
  const order = Uint32Array.from(popularity.keys())
    .filter((item) => (popularity[item] ?? 0) > 0)
    .sort((first, second) => (popularity[second] ?? 0) - (popularity[first] ?? 0) || first - second);
  return {
    fill(list, had, { count, among, again }) {
      const filled = [...list];
      const taken = new Set(list.map(({ item }) => item));
      if (!again) for (const item of had) taken.add(item);
      for (const item of order) {
        if (filled.length >= count) break;
        if (taken.has(item) || (among !== null && among[item] !== 1)) continue;
        filled.push({ item, score: popularity[item] ?? 0, by: 'popularity' });
      }
      return filled;
    },
  };
}
