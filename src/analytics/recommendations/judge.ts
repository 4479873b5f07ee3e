import { type Estimate, meanOutcome } from '#strata/statistics';
import { historyOf, type Interactions, seededRandom, type WantedItems } from '#sdk';
import { listQuality, type ListQuality } from './list-quality.js';
import { type ListFigures, type MeasuredLists } from './recommendations-report.js';
import { popularItems, type Recommended } from './popular-items.js';
import { type LaterItems } from './time-split.js';

/** What recommenders are judged by. */
export interface Trial {
  /** Of everybody, until the split. */
  readonly histories: Interactions;
  /** The people who are judged by, rising, and what each had later. */
  readonly people: readonly number[];
  readonly later: LaterItems;
  readonly wanted: WantedItems;
  /** Items in all. */
  readonly count: number;
  /** How many people had each item until the split. */
  readonly had: Float64Array;
}

/** The lists of the people of a trial, in their order. */
export type TrialLists = readonly (readonly Recommended[])[];

/** More people make the intervals hardly narrower. */
const MOST_PEOPLE = 10_000;
const PEOPLE_A_QUESTION = 250;

/** Some of the people, by a seed. */
export function somePeople(later: LaterItems, seed: number): readonly number[] {
  const people = [...later.keys()];
  return seededRandom(seed)
    .shuffle(people)
    .slice(0, MOST_PEOPLE)
    .sort((first, second) => first - second);
}

/** What a recommender answers to some histories. */
export type AnswersLists = (histories: Interactions, wanted: WantedItems) => Promise<TrialLists>;

/** What the people of a trial get: what a recommender answers, filled by what is popular. */
export async function listsFor(
  { histories, people, wanted }: Trial,
  answer: AnswersLists,
  popularity: Float64Array,
  signal: AbortSignal,
): Promise<TrialLists> {
  const popular = popularItems(popularity);
  const lists: (readonly Recommended[])[] = [];
  for (let from = 0; from < people.length; from += PEOPLE_A_QUESTION) {
    signal.throwIfAborted();
    const some = people.slice(from, from + PEOPLE_A_QUESTION);
    const answered = await answer(rowsOf(histories, some), wanted);
    for (const [row, person] of some.entries()) {
      lists.push(popular.fill(answered[row] ?? [], historyOf(histories, person).items, wanted));
    }
  }
  return lists;
}

/** The histories of some people. */
function rowsOf(histories: Interactions, people: readonly number[]): Interactions {
  const rows = people.map((person) => historyOf(histories, person));
  const starts = new Uint32Array(people.length + 1);
  rows.forEach(({ items }, row) => (starts[row + 1] = (starts[row] ?? 0) + items.length));
  const all = {
    items: new Uint32Array(starts.at(-1) ?? 0),
    weights: new Float32Array(starts.at(-1) ?? 0),
    ages: new Float32Array(starts.at(-1) ?? 0),
  };
  rows.forEach(({ items, weights, ages }, row) => {
    all.items.set(items, starts[row]);
    all.weights.set(weights, starts[row]);
    all.ages.set(ages, starts[row]);
  });
  return { people: people.length, starts, ...all };
}

/** How good each person's list is. */
export function qualities({ people, later, wanted: { count } }: Trial, lists: TrialLists): readonly ListQuality[] {
  return lists.map((list, row) => {
    const relevant = later.get(people[row] ?? 0) ?? new Set();
    const items = list.map(({ item }) => item);
    return listQuality(items, relevant, count);
  });
}

/** The means of the figures over people, with their intervals. */
export function figuresOf(of: readonly ListQuality[], less?: readonly ListQuality[]): ListFigures {
  const mean = (figure: keyof ListQuality): Estimate => {
    const labels = of.map((own, row) => own[figure] - (less?.[row]?.[figure] ?? 0));
    return meanOutcome(
      { labels },
      labels.map((_, row) => row),
      false,
    );
  };
  return { precision: mean('precision'), recall: mean('recall'), ndcg: mean('ndcg') };
}

export function measured(trial: Trial, lists: TrialLists, of: readonly ListQuality[]): MeasuredLists {
  const { histories, count, had } = trial;
  const recommended = lists.flatMap((list) => list.map(({ item }) => item));
  const bits = (item: number): number => -Math.log2(((had[item] ?? 0) + 1) / (histories.people + 1));
  return {
    ...figuresOf(of),
    coverage: new Set(recommended).size / count,
    novelty: recommended.reduce((sum, item) => sum + bits(item), 0) / Math.max(1, recommended.length),
  };
}
