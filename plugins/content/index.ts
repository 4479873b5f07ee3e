import { defineRecommender, type Interactions, packArrays, unpackArrays } from '#sdk';
import { z } from 'zod';
import { type ItemVectors, vectorsOf } from './vectors.js';

const options = z.strictObject({
  words: z
    .int()
    .min(0)
    .max(100_000)
    .default(5000)
    .describe('of the words of texts so many are looked at, those of most items; 0: texts are not looked at'),
});

export default defineRecommender({
  options,
  train: ({ items }, { words }) => vectorsOf(items, words),
  save,
  load,
  count: ({ count }) => count,
  score(vectors, histories, items, out) {
    for (let person = 0; person < histories.people; person++) {
      const profile = profileOf(vectors, histories, person);
      items.forEach((item, place) => {
        const likeness = along(vectors, item, profile);
        if (likeness > 0) out[person * items.length + place] = likeness;
      });
    }
  },
  parts(vectors, history, item) {
    const { norm } = lengthOf(vectors, history, 0);
    const target = dense(vectors, item);
    return Float64Array.from(
      history.items,
      (had, place) => ((history.weights[place] ?? 0) * along(vectors, had, target)) / norm,
    );
  },
  similarity(vectors, item, out) {
    const own = dense(vectors, item);
    for (let other = 0; other < vectors.count; other++) {
      const likeness = along(vectors, other, own);
      if (likeness > 0) out[other] = likeness;
    }
  },
  describe: ({ count, starts, terms }) => {
    const known = starts.filter((start, item) => item > 0 && start > (starts[item - 1] ?? 0)).length;
    return {
      notes: [
        known === 0
          ? 'Nothing is known of the items: by content nothing can be recommended.'
          : `By content ${String(known)} of ${String(count)} items are known, by ${String(terms)} properties and words; new ones are recommended like others.`,
      ],
    };
  },
});

/** What somebody's items are like, at length 1. */
function profileOf(vectors: ItemVectors, histories: Interactions, person: number): Float64Array {
  const { profile, norm } = lengthOf(vectors, histories, person);
  return profile.map((value) => value / norm);
}

/** The sum of the vectors of somebody's items, and its length. */
function lengthOf(
  vectors: ItemVectors,
  { starts, items, weights }: Interactions,
  person: number,
): { readonly profile: Float64Array; readonly norm: number } {
  const profile = new Float64Array(vectors.terms);
  const end = starts[person + 1] ?? 0;
  for (let place = starts[person] ?? 0; place < end; place++) {
    addTo(profile, vectors, items[place] ?? 0, weights[place] ?? 0);
  }
  const squares = profile.reduce((sum, value) => sum + value * value, 0);
  return { profile, norm: Math.sqrt(squares) || 1 };
}

function dense(vectors: ItemVectors, item: number): Float64Array {
  const values = new Float64Array(vectors.terms);
  addTo(values, vectors, item, 1);
  return values;
}

function addTo(values: Float64Array, { starts, codes, weights }: ItemVectors, item: number, times: number): void {
  const end = starts[item + 1] ?? 0;
  for (let place = starts[item] ?? 0; place < end; place++) {
    const term = codes[place] ?? 0;
    values[term] = (values[term] ?? 0) + times * (weights[place] ?? 0);
  }
}

/** The product of an item's vector with another one. */
function along({ starts, codes, weights }: ItemVectors, item: number, values: Float64Array): number {
  let sum = 0;
  const end = starts[item + 1] ?? 0;
  for (let place = starts[item] ?? 0; place < end; place++) {
    sum += (weights[place] ?? 0) * (values[codes[place] ?? 0] ?? 0);
  }
  return sum;
}

/** Of the form of the bytes. */
const VERSION = 1;

interface Header {
  readonly version: number;
  readonly count: number;
  readonly terms: number;
  readonly length: number;
}

function save({ count, terms, starts, codes, weights }: ItemVectors): Uint8Array {
  const header: Header = { version: VERSION, count, terms, length: codes.length };
  return packArrays(header, [starts, codes, weights]);
}

function load(bytes: Uint8Array): ItemVectors {
  const { header, take } = unpackArrays<Header>(bytes, VERSION);
  const { count, terms, length } = header;
  const starts = take(Uint32Array, count + 1);
  return { count, terms, starts, codes: take(Uint32Array, length), weights: take(Float32Array, length) };
}
