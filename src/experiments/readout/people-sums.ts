import { type Moments } from '#strata/statistics/experiments';

/** Adds up people, one after another, into the moments of their arms. */
export class PeopleSums {
  readonly #variables: number;
  readonly #people: Float64Array;
  /** By arm and variable. */
  readonly #sums: Float64Array;
  /** By arm and two variables. */
  readonly #products: Float64Array;

  constructor(arms: number, variables: number) {
    this.#variables = variables;
    this.#people = new Float64Array(arms);
    this.#sums = new Float64Array(arms * variables);
    this.#products = new Float64Array(arms * variables * variables);
  }

  /** Adds a person to an arm. @param values columns, one a variable */
  add(arm: number, values: readonly Float64Array[], person: number): void {
    const width = this.#variables;
    this.#people[arm] = (this.#people[arm] ?? 0) + 1;
    for (let a = 0; a < width; a++) {
      const value = values[a]?.[person] ?? 0;
      if (value === 0) continue;
      const at = arm * width + a;
      this.#sums[at] = (this.#sums[at] ?? 0) + value;
      for (let b = 0; b < width; b++) {
        const place = at * width + b;
        this.#products[place] = (this.#products[place] ?? 0) + value * (values[b]?.[person] ?? 0);
      }
    }
  }

  moments(arm: number): Moments {
    const width = this.#variables;
    const start = arm * width;
    return {
      people: this.#people[arm] ?? 0,
      sums: [...this.#sums.subarray(start, start + width)],
      products: Array.from({ length: width }, (_, a) => [
        ...this.#products.subarray((start + a) * width, (start + a + 1) * width),
      ]),
    };
  }
}
