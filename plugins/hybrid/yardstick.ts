import { type Interactions } from '#sdk';

const YARDSTICK_ITEMS = 500;

/** Items by whose scores those of different recommenders are made comparable. */
export class Yardstick {
  #last: { readonly history: Interactions; readonly bests: readonly number[] } | null = null;

  /** @param items rising */
  constructor(readonly items: Uint32Array) {}

  /** The items that most people had; of equal ones the first. */
  static of({ items }: Interactions, count: number): Yardstick {
    const had = new Float64Array(count);
    for (const item of items) had[item] = (had[item] ?? 0) + 1;
    const most = Uint32Array.from({ length: count }, (_, item) => item)
      .filter((item) => (had[item] ?? 0) > 0)
      .sort((first, second) => (had[second] ?? 0) - (had[first] ?? 0) || first - second)
      .slice(0, YARDSTICK_ITEMS)
      .sort();
    return new Yardstick(most);
  }

  /** What {@link keep} was told of the same history, if it was the last one: after a list somebody asks why, and after some items for others. */
  bestsOf(history: Interactions): readonly number[] | undefined {
    return this.#last !== null && isSame(this.#last.history, history) ? this.#last.bests : undefined;
  }

  /** @param bests each recommender's best score, in their order */
  keep(history: Interactions, bests: readonly number[]): void {
    this.#last = { history, bests };
  }
}

function isSame(one: Interactions, other: Interactions): boolean {
  return (
    one.items.length === other.items.length &&
    one.items.every(
      (item, at) =>
        item === other.items[at] && one.weights[at] === other.weights[at] && Object.is(one.ages[at], other.ages[at]),
    )
  );
}
