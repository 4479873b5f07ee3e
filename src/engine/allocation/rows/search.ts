import { type PeopleRows, useOf, valueOf } from './people-rows.js';
import { type TentativeRows } from './selection.js';

/** What is searched. */
export interface SearchSpace {
  /** The rows that are decided anew, the one with most at stake first. The others keep what they have. */
  readonly free: readonly number[];
  /** No choice for all people is worth more, in millionths. */
  readonly bound: number;
  /** How many partial choices are looked at, at most. */
  readonly most: number;
}

/** Whether all of the space was searched, but for what can't be better. */
export interface Searched {
  readonly isWhole: boolean;
}

/**
 * Looks through the ways of deciding about some people, depth first, leaving out whatever can't beat the best known one: what
 * a choice loses at the prices is what the bound falls by (branch and bound on the Lagrangian; Fisher, The Lagrangian
 * relaxation method, 1981). What is better, and within the limits, is put into the selection.
 */
export function search(selection: TentativeRows, space: SearchSpace): Searched {
  const tree = new Tree(selection, space);
  tree.search();
  space.free.forEach((row, place) => {
    const offer = tree.best?.[place];
    if (offer !== undefined && offer !== selection.offers[row]) selection.make({ row, offer });
  });
  return { isWhole: tree.isWhole };
}

/** What one person may get, and what that comes to. */
export interface RowWay {
  readonly offer: number;
  /** What it is worth less than the best one after prices. */
  readonly loss: number;
  readonly value: number;
  /** By limit. */
  readonly uses: Float64Array;
}

/** All that a person may get, the best at the prices first. */
export function waysOf(selection: TentativeRows, row: number): readonly RowWay[] {
  const { people } = selection;
  const ways: Omit<RowWay, 'loss'>[] = [];
  let most = 0;
  for (let offer = -1; offer < people.program.offers; offer++) {
    const value = valueOf(people, row, offer);
    if (value === -Infinity) continue;
    const uses = people.bounds.map((_, limit) => useOf(people, row, offer, limit));
    ways.push({ offer, value, uses });
    most = Math.max(most, selection.untiedScoreOf(row, offer));
  }
  return ways
    .map((way) => ({ ...way, loss: most - selection.untiedScoreOf(row, way.offer) }))
    .sort((a, b) => a.loss - b.loss || a.offer - b.offer);
}

const NOTHING: RowWay = { offer: -1, loss: 0, value: 0, uses: new Float64Array(0) };

/** Whether it is the same which of two people gets what. */
function isAlike({ program: { offers }, dual, values }: PeopleRows, one: number, two: number): boolean {
  if (dual.kindOf[one] !== dual.kindOf[two]) return false;
  for (let offer = 0; offer < offers; offer++) {
    const [at, other] = [one * offers + offer, two * offers + offer];
    if (values[at] !== values[other] || dual.surplus?.[at] !== dual.surplus?.[other]) return false;
  }
  return true;
}

class Tree {
  readonly #people: PeopleRows;
  /** By depth. */
  readonly #ways: readonly (readonly RowWay[])[];
  /** By depth: whether it is about somebody like the one before, so that only one order of the two need be looked at. */
  readonly #isAlike: readonly boolean[];
  /** By depth: the place of the way that is being looked at. */
  readonly #places: Int16Array;
  /** By depth: the least that is used of each limit from there on. */
  readonly #least: readonly Float64Array[];
  readonly #chosen: Int16Array;
  /** What is left of each limit. */
  readonly #room: Float64Array;
  /** What those are worth who keep what they have, and what is lost by them. */
  #kept = 0;
  #lost = 0;
  #value: number;
  #nodes = 0;
  best: Int16Array | null = null;

  constructor(
    private readonly selection: TentativeRows,
    private readonly space: SearchSpace,
  ) {
    this.#people = selection.people;
    this.#ways = space.free.map((row) => waysOf(selection, row));
    this.#isAlike = space.free.map(
      (row, depth) => depth > 0 && isAlike(this.#people, row, space.free[depth - 1] ?? row),
    );
    this.#places = new Int16Array(space.free.length);
    this.#chosen = new Int16Array(space.free.length);
    this.#room = selection.people.bounds.map((bound, limit) => bound - (selection.used[limit] ?? 0));
    this.#keepOthers();
    this.#least = this.#leasts();
    this.#value = selection.isWithin ? selection.value : -Infinity;
  }

  get isWhole(): boolean {
    return this.#nodes < this.space.most;
  }

  search(): void {
    this.#decide(0, this.space.bound - this.#lost, this.#kept);
  }

  #keepOthers(): void {
    const { selection, space } = this;
    const free = new Set(space.free);
    for (const [row, offer] of selection.offers.entries()) {
      if (free.has(row)) {
        for (let limit = 0; limit < this.#room.length; limit++)
          this.#room[limit] = (this.#room[limit] ?? 0) + useOf(this.#people, row, offer, limit);
        continue;
      }
      this.#kept += valueOf(this.#people, row, offer);
      this.#lost += waysOf(selection, row).find((way) => way.offer === offer)?.loss ?? 0;
    }
  }

  #leasts(): readonly Float64Array[] {
    const leasts = [new Float64Array(this.#room.length)];
    for (const ways of this.#ways.toReversed()) {
      const after = leasts[0] ?? this.#room;
      leasts.unshift(
        after.map((sum, limit) => sum + ways.reduce((least, { uses }) => Math.min(least, uses[limit] ?? 0), Infinity)),
      );
    }
    return leasts;
  }

  #decide(depth: number, bound: number, value: number): void {
    if (this.#nodes >= this.space.most) return;
    this.#nodes += 1;
    const least = this.#least[depth];
    for (let limit = 0; limit < this.#room.length; limit++)
      if ((this.#room[limit] ?? 0) < (least?.[limit] ?? 0)) return;
    const ways = this.#ways[depth];
    if (ways === undefined) {
      this.#take(value);
      return;
    }
    const first = this.#isAlike[depth] === true ? (this.#places[depth - 1] ?? 0) : 0;
    for (let place = first; place < ways.length; place++) {
      const { offer, loss, value: own, uses } = ways[place] ?? NOTHING;
      if (bound - loss < this.#value + 1) return;
      this.#places[depth] = place;
      this.#chosen[depth] = offer;
      for (let limit = 0; limit < uses.length; limit++)
        this.#room[limit] = (this.#room[limit] ?? 0) - (uses[limit] ?? 0);
      this.#decide(depth + 1, bound - loss, value + own);
      for (let limit = 0; limit < uses.length; limit++)
        this.#room[limit] = (this.#room[limit] ?? 0) + (uses[limit] ?? 0);
    }
  }

  #take(value: number): void {
    if (value <= this.#value) return;
    this.#value = value;
    this.best = this.#chosen.slice();
  }
}
