import {
  type FitRun,
  hadByItem,
  type Interactions,
  type ItemWeights,
  type RecommenderInput,
  strongestWeights,
  turnedWeights,
} from '#sdk';
import { type KnnOptions } from './options.js';

/**
 * The neighbours of each item by the cosine of the people who had both, shrunk (Sarwar et al., 2001; Bell and Koren, 2007):
 * Σ w(p, i) · w(p, j) / (‖i‖ · ‖j‖ + shrinkage). For each item its own nearest neighbours speak: by the nearest of the items of a
 * history, popular ones would be recommended to everybody.
 */
export function neighbours(
  { interactions, items: { count } }: RecommenderInput,
  { neighbours: most, shrinkage, history }: KnnOptions,
  run: FitRun,
): ItemWeights {
  const ofPeople = latest(interactions, history);
  const ofItems = hadByItem(ofPeople, count);
  const norms = normsOf(ofItems);
  const nearest = strongestWeights(count, most, (item, row) => {
    if (item % ITEMS_A_LOOK === 0) {
      run.signal.throwIfAborted();
      run.progress(item / count, 'who had what together');
    }
    addTogether(item, ofItems, ofPeople, row);
    row[item] = 0;
    const own = norms[item] ?? 0;
    for (let other = 0; other < count; other++) {
      const together = row[other] ?? 0;
      if (together !== 0) row[other] = together / (own * (norms[other] ?? 0) + shrinkage);
    }
  });
  return turnedWeights(nearest);
}

const ITEMS_A_LOOK = 64;

/** Adds what each person who had an item had beside it. */
function addTogether(item: number, ofItems: Interactions, ofPeople: Interactions, row: Float64Array): void {
  const { starts, items, weights } = ofPeople;
  const end = ofItems.starts[item + 1] ?? 0;
  for (let place = ofItems.starts[item] ?? 0; place < end; place++) {
    const person = ofItems.items[place] ?? 0;
    const weight = ofItems.weights[place] ?? 0;
    const last = starts[person + 1] ?? 0;
    for (let at = starts[person] ?? 0; at < last; at++) {
      const other = items[at] ?? 0;
      row[other] = (row[other] ?? 0) + weight * (weights[at] ?? 0);
    }
  }
}

/** The lengths of the items' columns. */
function normsOf({ people, starts, weights }: Interactions): Float64Array {
  const norms = new Float64Array(people);
  for (let item = 0; item < people; item++) {
    for (const weight of weights.subarray(starts[item], starts[item + 1]))
      norms[item] = (norms[item] ?? 0) + weight * weight;
  }
  return norms.map(Math.sqrt);
}

/** The same of people who had no more than so many items; of the others the latest. */
function latest(interactions: Interactions, most: number): Interactions {
  const { people, starts, items, weights, ages } = interactions;
  const rows = Array.from({ length: people }, (_, person) => person);
  if (rows.every((person) => (starts[person + 1] ?? 0) - (starts[person] ?? 0) <= most)) return interactions;
  const kept = new Uint32Array(items.length);
  const ends = new Uint32Array(people + 1);
  let found = 0;
  for (let person = 0; person < people; person++) {
    const places = Array.from(
      { length: (starts[person + 1] ?? 0) - (starts[person] ?? 0) },
      (_, at) => (starts[person] ?? 0) + at,
    );
    const own =
      places.length <= most ? places : places.toSorted((a, b) => ageOf(ages, a) - ageOf(ages, b)).slice(0, most);
    for (const place of own.toSorted((a, b) => a - b)) kept[found++] = place;
    ends[person + 1] = found;
  }
  const places = kept.subarray(0, found);
  return {
    people,
    starts: ends,
    items: Uint32Array.from(places, (place) => items[place] ?? 0),
    weights: Float32Array.from(places, (place) => weights[place] ?? 0),
    ages: Float32Array.from(places, (place) => ages[place] ?? Number.NaN),
  };
}

/** What is not known is the oldest. */
function ageOf(ages: Float32Array, place: number): number {
  const age = ages[place] ?? Number.NaN;
  return Number.isNaN(age) ? Number.MAX_VALUE : age;
}
