import { useOf, valueOf } from './people-rows.js';
import { type Selection } from './selection.js';

/** So many people are decided at once at most, and so many ways of doing it are looked at. */
const MOST_FREE = 48;
const MOST_NODES = 200_000;

/** The best that was found, and whether nothing is better. */
export interface SearchResult {
  readonly offers: Int16Array;
  readonly isProven: boolean;
}

/**
 * Looks through the ways of deciding about the people nearest to the cut, depth first, leaving out whatever can't beat the
 * best known one: what a choice loses at the prices is what the bound falls by (branch and bound on the Lagrangian; Fisher,
 * The Lagrangian relaxation method, 1981).
 *
 * @param bound no choice is worth more, in millionths
 */
export function search(selection: Selection, bound: number): SearchResult {
  return new Search(selection, bound).run();
}

interface Way {
  readonly offer: number;
  readonly loss: number;
  readonly value: number;
  readonly uses: Float64Array;
}

class Search {
  readonly #free: readonly (readonly Way[])[];
  readonly #rows: readonly number[];
  /** After so many decisions: the least that the rest uses of each limit. */
  readonly #least: readonly Float64Array[];
  readonly #isComplete: boolean;
  readonly #chosen: Int16Array;
  readonly #room: Float64Array;
  #best: Int16Array | null = null;
  #most: number;
  #nodes = 0;
  #value: number;

  constructor(
    private readonly selection: Selection,
    private readonly bound: number,
  ) {
    const { people, offers } = selection;
    this.#most = selection.isWithin ? selection.value : -Infinity;
    const reach = bound - this.#most;
    const ways = [...offers.keys()].map((row) => this.#waysOf(row));
    const nearest = [...ways.keys()]
      .filter((row) => (ways[row]?.[1]?.loss ?? Infinity) < reach)
      .sort((a, b) => (ways[a]?.[1]?.loss ?? 0) - (ways[b]?.[1]?.loss ?? 0));
    this.#isComplete = nearest.length <= MOST_FREE;
    // Whom the bound decides gets what is best for it at the prices; with too many free people the others keep what they have.
    const fixed = new Set([...ways.keys()]);
    this.#rows = nearest.slice(0, MOST_FREE).reverse();
    for (const row of this.#rows) fixed.delete(row);
    this.#free = this.#rows.map((row) => ways[row] ?? []);
    this.#chosen = offers.slice();
    this.#room = people.bounds.slice();
    this.#value = 0;
    for (const row of fixed) {
      const offer = this.#isComplete ? (ways[row]?.[0]?.offer ?? -1) : (offers[row] ?? -1);
      this.#chosen[row] = offer;
      this.#value += valueOf(people, row, offer);
      for (let limit = 0; limit < this.#room.length; limit++)
        this.#room[limit] = (this.#room[limit] ?? 0) - useOf(people, row, offer, limit);
    }
    this.#least = this.#leasts();
  }

  run(): SearchResult {
    const lost = this.#isComplete ? 0 : this.#lostByOthers();
    this.#decide(0, this.bound - lost, this.#value);
    const isProven = this.#isComplete && this.#nodes < MOST_NODES;
    return { offers: this.#best ?? this.selection.offers, isProven };
  }

  #waysOf(row: number): readonly Way[] {
    const { selection } = this;
    const { people } = selection;
    const ways: Omit<Way, 'loss'>[] = [];
    for (let offer = -1; offer < people.program.offers; offer++) {
      const value = valueOf(people, row, offer);
      if (value === -Infinity) continue;
      const uses = Float64Array.from(people.bounds, (_, limit) => useOf(people, row, offer, limit));
      ways.push({ offer, value, uses });
    }
    const most = Math.max(...ways.map(({ offer }) => selection.scoreOf(row, offer)));
    return ways
      .map((way) => ({ ...way, loss: most - selection.scoreOf(row, way.offer) }))
      .sort((a, b) => a.loss - b.loss);
  }

  #lostByOthers(): number {
    const { selection } = this;
    const free = new Set(this.#rows);
    let lost = 0;
    for (const row of selection.offers.keys()) {
      if (free.has(row)) continue;
      const now = this.#chosen[row] ?? -1;
      let most = 0;
      for (let offer = 0; offer < selection.people.program.offers; offer++)
        most = Math.max(most, selection.scoreOf(row, offer));
      lost += most - selection.scoreOf(row, now);
    }
    return lost;
  }

  #leasts(): readonly Float64Array[] {
    const size = this.#room.length;
    const leasts = [new Float64Array(size)];
    for (let place = this.#free.length - 1; place >= 0; place--) {
      const after = leasts[0] ?? new Float64Array(size);
      leasts.unshift(
        after.map((sum, limit) => sum + Math.min(...(this.#free[place] ?? []).map(({ uses }) => uses[limit] ?? 0))),
      );
    }
    return leasts;
  }

  #decide(depth: number, bound: number, value: number): void {
    if (this.#nodes++ >= MOST_NODES) return;
    const least = this.#least[depth];
    for (let limit = 0; limit < this.#room.length; limit++)
      if ((this.#room[limit] ?? 0) < (least?.[limit] ?? 0)) return;
    const ways = this.#free[depth];
    if (ways === undefined) {
      if (value <= this.#most) return;
      this.#most = value;
      this.#best = this.#chosen.slice();
      return;
    }
    const row = this.#rows[depth] ?? 0;
    for (const { offer, loss, value: own, uses } of ways) {
      if (bound - loss < this.#most + 1) return;
      for (let limit = 0; limit < uses.length; limit++)
        this.#room[limit] = (this.#room[limit] ?? 0) - (uses[limit] ?? 0);
      this.#chosen[row] = offer;
      this.#decide(depth + 1, bound - loss, value + own);
      for (let limit = 0; limit < uses.length; limit++)
        this.#room[limit] = (this.#room[limit] ?? 0) + (uses[limit] ?? 0);
    }
  }
}
