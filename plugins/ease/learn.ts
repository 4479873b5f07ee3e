import {
  type FitRun,
  hadByItem,
  type Interactions,
  type ItemWeights,
  type RecommenderInput,
  strongestWeights,
  turnedWeights,
} from '#sdk';
import { exactEase, type ExactEase } from './exact.js';
import { invert } from './invert.js';
import { type EaseOptions } from './options.js';

/** What was learned: the weights of some items, or all exactly. */
export type Ease = ExactEase | WeightedEase;

/** Weights, and of how many items. */
interface WeightedEase extends ItemWeights {
  readonly form: 'weights';
  readonly learned: number;
}

/** Of so many people all is kept exactly: an answer multiplies a matrix as wide. */
const EXACT_PEOPLE = 1000;

/**
 * EASE (Steck, 2019): of all linear models without a weight of an item on itself the one that tells best who had what. With
 * P = (XᵀX + λI)⁻¹ the weight of item i on item j is −P(i, j) ÷ P(j, j). Least squares are weighted: the rows of X are those of people
 * times the roots of what they count.
 *
 * Where there are few people, P comes of the inverse over people: P = (I − Xᵀ(XXᵀ + λI)⁻¹X) ÷ λ (Woodbury), so that all items are
 * learned. Else only those that most people had are, as many as the options say.
 *
 * @param exact of no more people the weights are not written out
 */
export function learn(
  { interactions: had, items: { count } }: RecommenderInput,
  own: EaseOptions,
  run: FitRun,
  exact = EXACT_PEOPLE,
): Ease {
  const interactions = weighted(had, own.activity);
  const look = (share: number, note: string) => {
    run.signal.throwIfAborted();
    run.progress(share, note);
  };
  const ofItems = hadByItem(interactions, count);
  if (interactions.people > own.items) return fromItems(interactions, ofItems, own, look);
  const inverse = overPeople(ofItems, interactions.people, own, look);
  if (interactions.people <= exact) return exactEase(interactions, count, inverse);
  return fromPeople(ofItems, interactions.people, inverse, { kept: own.kept, look });
}

/**
 * Who has many items would say most of what is learned, and lists are for everybody: each interaction of somebody with n items counts
 * n^−activity, and all interactions together as many as they are, so that λ keeps its meaning.
 */
function weighted(interactions: Interactions, activity: number): Interactions {
  const { people, starts, items, weights } = interactions;
  const rows = Array.from({ length: people }, (_, row) => (starts[row + 1] ?? 0) - (starts[row] ?? 0));
  const counted = rows.reduce((sum, n) => sum + (n === 0 ? 0 : n ** (1 - activity)), 0);
  const scaled = new Float32Array(weights.length);
  for (const [row, n] of rows.entries()) {
    const root = Math.sqrt((n ** -activity * items.length) / counted);
    const from = starts[row] ?? 0;
    for (let at = from; at < from + n; at++) scaled[at] = root * (weights[at] ?? 0);
  }
  return { ...interactions, weights: scaled };
}

type Look = (share: number, note: string) => void;

const ROWS_A_LOOK = 64;

/** (XXᵀ + λI)⁻¹ */
function overPeople(ofItems: Interactions, people: number, { l2 }: EaseOptions, look: Look): Float64Array {
  const inverse = products(ofItems, people);
  for (let person = 0; person < people; person++) add(inverse, person * people + person, l2);
  invert(inverse, people, (share) => {
    look(share / 2, 'weighing people');
  });
  return inverse;
}

/** The weights by the inverse over people. */
function fromPeople(
  ofItems: Interactions,
  people: number,
  inverse: Float64Array,
  { kept, look }: { readonly kept: number; readonly look: Look },
): WeightedEase {
  const count = ofItems.people;
  const seen = new Float64Array(people);
  // What an item's people have to do with everybody.
  const project = (item: number): void => {
    seen.fill(0);
    for (let at = ofItems.starts[item] ?? 0; at < (ofItems.starts[item + 1] ?? 0); at++) {
      const from = (ofItems.items[at] ?? 0) * people;
      const weight = ofItems.weights[at] ?? 0;
      for (let person = 0; person < people; person++) add(seen, person, weight * (inverse[from + person] ?? 0));
    }
  };
  const shared = (item: number): number => {
    let sum = 0;
    for (let at = ofItems.starts[item] ?? 0; at < (ofItems.starts[item + 1] ?? 0); at++) {
      sum += (ofItems.weights[at] ?? 0) * (seen[ofItems.items[at] ?? 0] ?? 0);
    }
    return sum;
  };
  const own = new Float64Array(count);
  for (let item = 0; item < count; item++) {
    project(item);
    own[item] = 1 - shared(item);
  }
  // For each item what all others say for it: those that say most are kept.
  const weights = strongestWeights(count, kept, (item, row) => {
    if (item % ROWS_A_LOOK === 0) look(0.5 + item / count / 2, 'weighing items');
    project(item);
    for (let other = 0; other < count; other++) if (other !== item) row[other] = shared(other) / (own[item] ?? 1);
  });
  return { form: 'weights', ...turnedWeights(weights), learned: count };
}

/** By the inverse over the items that most people had. */
function fromItems(
  ofPeople: Interactions,
  ofItems: Interactions,
  { l2, kept, items: most }: EaseOptions,
  look: Look,
): WeightedEase {
  const learned = mostHad(ofItems, most);
  const size = learned.length;
  const places = new Int32Array(ofItems.people).fill(-1);
  learned.forEach((item, place) => (places[item] = place));
  const inverse = products(only(ofPeople, places), size);
  for (let place = 0; place < size; place++) add(inverse, place * size + place, l2);
  invert(inverse, size, (share) => {
    look(0.1 + 0.8 * share, 'weighing items');
  });
  const weights = strongestWeights(ofItems.people, kept, (item, row) => {
    const place = places[item] ?? -1;
    if (place < 0) return;
    for (let other = 0; other < size; other++) {
      if (other === place) continue;
      row[learned[other] ?? 0] = -(inverse[place * size + other] ?? 0) / (inverse[place * size + place] ?? 1);
    }
  });
  return { form: 'weights', ...turnedWeights(weights), learned: size };
}

/** The items that most people had, rising; of equal ones the first. */
function mostHad({ people, starts }: Interactions, most: number): Uint32Array {
  const had = (item: number): number => (starts[item + 1] ?? 0) - (starts[item] ?? 0);
  return Uint32Array.from({ length: people }, (_, item) => item)
    .sort((first, second) => had(second) - had(first) || first - second)
    .slice(0, most)
    .sort();
}

/** The same with the items that have a place, by their places. */
function only({ people, starts, items, weights }: Interactions, places: Int32Array): Interactions {
  const kept = Array.from(items.keys()).filter((at) => (places[items[at] ?? 0] ?? -1) >= 0);
  const ends = new Uint32Array(people + 1);
  let person = 0;
  kept.forEach((at, found) => {
    while (at >= (starts[person + 1] ?? Infinity)) ends[++person] = found;
  });
  while (person < people) ends[++person] = kept.length;
  return {
    people,
    starts: ends,
    items: Uint32Array.from(kept, (at) => places[items[at] ?? 0] ?? 0),
    weights: Float32Array.from(kept, (at) => weights[at] ?? 0),
    ages: new Float32Array(kept.length),
  };
}

/** Of rows x the sum of x·xᵀ over all rows, as a square matrix. */
function products({ people, starts, items, weights }: Interactions, size: number): Float64Array {
  const sums = new Float64Array(size * size);
  for (let row = 0; row < people; row++) {
    const end = starts[row + 1] ?? 0;
    for (let first = starts[row] ?? 0; first < end; first++) {
      const from = (items[first] ?? 0) * size;
      const weight = weights[first] ?? 0;
      for (let second = starts[row] ?? 0; second < end; second++) {
        add(sums, from + (items[second] ?? 0), weight * (weights[second] ?? 0));
      }
    }
  }
  return sums;
}

function add(values: Float64Array, at: number, more: number): void {
  values[at] = (values[at] ?? 0) + more;
}
