import { byItem, defineRecommender, type Interactions, packArrays, unpackArrays } from '#sdk';
import { z } from 'zod';
import { bestOf } from './best.js';
import { type ItemVectors, vectorsOf } from './vectors.js';

const options = z.strictObject({
  words: z
    .int()
    .min(0)
    .max(100_000)
    .default(5000)
    .describe('of the words of texts so many are looked at, those of most items; 0: texts are not looked at'),
});

/** What was learned. */
interface Content extends ItemVectors {
  /** The same seen from the terms: a row a term, with the items that have it, rising. */
  readonly byTerm: Interactions;
}

export default defineRecommender<z.infer<typeof options>, Content>({
  options,
  train: ({ items }, { words }) => withTerms(vectorsOf(items, words)),
  save,
  load,
  count: ({ count }) => count,
  candidates(vectors, history, { count, among, again }) {
    const sums = alongAll(vectors, profileOf(vectors, history, 0));
    if (!again) for (const item of history.items) sums[item] = 0;
    return bestOf(sums, count, among);
  },
  score(vectors, histories, items, out) {
    for (let person = 0; person < histories.people; person++) {
      const profile = profileOf(vectors, histories, person);
      const row = person * items.length;
      // Both add up the same numbers in the same order.
      const sums = MOST_ALONE * items.length < vectors.count ? null : alongAll(vectors, profile);
      for (let place = 0; place < items.length; place++) {
        const item = items[place] ?? 0;
        const likeness = sums === null ? along(vectors, item, profile) : (sums[item] ?? 0);
        if (likeness > 0) out[row + place] = likeness;
      }
    }
  },
  parts(vectors, history, items) {
    const { norm } = lengthOf(vectors, history, 0);
    const parts = new Float64Array(items.length * history.items.length);
    for (const [row, item] of items.entries()) {
      const target = dense(vectors, item);
      for (const [place, had] of history.items.entries()) {
        const likeness = (history.weights[place] ?? 0) * along(vectors, had, target);
        parts[row * history.items.length + place] = likeness / norm;
      }
    }
    return parts;
  },
  similarity(vectors, item, out) {
    const sums = alongAll(vectors, dense(vectors, item));
    for (let other = 0; other < sums.length; other++) {
      const likeness = sums[other] ?? 0;
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

/** Beyond one item in so many, all of them are looked at term by term. */
const MOST_ALONE = 8;

function withTerms(vectors: ItemVectors): Content {
  const { count, terms, starts, codes, weights } = vectors;
  const rows = { people: count, starts, items: codes, weights, ages: new Float32Array(codes.length) };
  return { ...vectors, byTerm: byItem(rows, terms) };
}

/** What somebody's items are like, at length 1. */
function profileOf(vectors: ItemVectors, histories: Interactions, person: number): Float64Array {
  const { profile, norm } = lengthOf(vectors, histories, person);
  for (let term = 0; term < profile.length; term++) profile[term] = (profile[term] ?? 0) / norm;
  return profile;
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
  let squares = 0;
  for (let term = 0; term < profile.length; term++) squares += (profile[term] ?? 0) ** 2;
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

/** Kept: memory for all items would cost more than most people's sums. */
let room = new Float64Array(0);

/** The products of all items' vectors with another one, until it is asked for the next. */
function alongAll({ count, byTerm: { starts, items, weights } }: Content, values: Float64Array): Float64Array {
  if (room.length < count) room = new Float64Array(count);
  const sums = room.subarray(0, count).fill(0);
  for (let term = 0; term < values.length; term++) {
    const value = values[term] ?? 0;
    if (value === 0) continue;
    const end = starts[term + 1] ?? 0;
    for (let place = starts[term] ?? 0; place < end; place++) {
      const item = items[place] ?? 0;
      sums[item] = (sums[item] ?? 0) + (weights[place] ?? 0) * value;
    }
  }
  return sums;
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

function load(bytes: Uint8Array): Content {
  const { header, take } = unpackArrays<Header>(bytes, VERSION);
  const { count, terms, length } = header;
  const starts = take(Uint32Array, count + 1);
  return withTerms({ count, terms, starts, codes: take(Uint32Array, length), weights: take(Float32Array, length) });
}
