import { type PeopleRows, useOf, valueOf } from './people-rows.js';
import { type Prices } from '../problem/prices.js';

/** A change of what one person gets. */
export interface Move {
  readonly row: number;
  /** −1 is nothing. */
  readonly offer: number;
  /** What it costs after prices: the less, the better. */
  readonly loss: number;
}

/** What people get, and what that uses of each limit. */
export class TentativeRows {
  readonly offers: Int16Array;
  readonly used: Float64Array;
  readonly #costs: readonly Float64Array[];
  readonly #mu: number;

  /** What is best for everybody at the prices. */
  constructor(
    readonly people: PeopleRows,
    prices: Prices,
  ) {
    const { program, dual } = people;
    this.#mu = program.roi === -1 ? 0 : (prices[program.roi] ?? 0);
    this.#costs = dual.kinds.map((coefficients) =>
      Float64Array.from({ length: program.offers }, (_, offer) =>
        prices.reduce((sum, price, limit) => sum + price * (coefficients[limit * program.offers + offer] ?? 0), 0),
      ),
    );
    this.offers = Int16Array.from({ length: dual.rows }, (_, row) => this.#bestOf(row));
    this.used = new Float64Array(program.limits.length);
    for (let row = 0; row < dual.rows; row++) this.#use(row, this.offers[row] ?? -1, 1);
  }

  /** What an offer to a row is worth after prices. */
  scoreOf(row: number, offer: number): number {
    if (offer === -1) return 0;
    const { program, dual } = this.people;
    const at = row * program.offers + offer;
    const score = (dual.scores[at] ?? -Infinity) - this.#costOf(row, offer);
    return this.#mu === 0 ? score : score + this.#mu * (dual.surplus?.[at] ?? 0);
  }

  /** The same where ties cost nothing. */
  untiedScoreOf(row: number, offer: number): number {
    if (offer === -1) return 0;
    const at = row * this.people.program.offers + offer;
    const { values, dual } = this.people;
    return this.scoreOf(row, offer) === -Infinity
      ? -Infinity
      : (values[at] ?? 0) - this.#costOf(row, offer) + this.#mu * (dual.surplus?.[at] ?? 0);
  }

  get value(): number {
    return this.offers.reduce((sum, offer, row) => sum + valueOf(this.people, row, offer), 0);
  }

  /** How much more than there is of a limit is used. */
  excess(limit: number): number {
    return (this.used[limit] ?? 0) - (this.people.bounds[limit] ?? 0);
  }

  get isWithin(): boolean {
    return this.used.every((_, limit) => this.excess(limit) <= 0);
  }

  /** All changes of a row. */
  *movesOf(row: number): Generator<Move> {
    const { offers } = this.people.program;
    const now = this.offers[row] ?? -1;
    const score = this.scoreOf(row, now);
    for (let offer = -1; offer < offers; offer++) {
      if (offer === now || valueOf(this.people, row, offer) === -Infinity) continue;
      yield { row, offer, loss: score - this.scoreOf(row, offer) };
    }
  }

  /** What a change adds to the use of a limit. */
  change({ row, offer }: Move, limit: number): number {
    return useOf(this.people, row, offer, limit) - useOf(this.people, row, this.offers[row] ?? -1, limit);
  }

  /** What a change adds to the value. */
  gain({ row, offer }: Move): number {
    return valueOf(this.people, row, offer) - valueOf(this.people, row, this.offers[row] ?? -1);
  }

  make({ row, offer }: Pick<Move, 'row' | 'offer'>): void {
    this.#use(row, this.offers[row] ?? -1, -1);
    this.offers[row] = offer;
    this.#use(row, offer, 1);
  }

  #costOf(row: number, offer: number): number {
    return this.#costs[this.people.dual.kindOf[row] ?? 0]?.[offer] ?? 0;
  }

  #bestOf(row: number): number {
    let [best, most] = [-1, 0];
    for (let offer = 0; offer < this.people.program.offers; offer++) {
      const score = this.scoreOf(row, offer);
      if (score > most) [best, most] = [offer, score];
    }
    return best;
  }

  #use(row: number, offer: number, sign: 1 | -1): void {
    for (let limit = 0; limit < this.used.length; limit++)
      this.used[limit] = (this.used[limit] ?? 0) + sign * useOf(this.people, row, offer, limit);
  }
}
