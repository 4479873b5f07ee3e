import { type MarkovOrder } from '#strata/rulebook/schemas';
import { type Journeys } from './journeys.js';

/** An absorbing chain of journeys: its states are the last touches, as many as its order. */
export interface MarkovChain {
  /** Transitions of state s are at `starts[s]` to `starts[s + 1]` of `next` and `chances`. */
  readonly starts: Uint32Array;
  readonly next: Uint32Array;
  readonly chances: Float64Array;
  /** P(the journey ends with a conversion after this state). */
  readonly converts: Float64Array;
  /** Money of a conversion after this state, times its probability. */
  readonly earns: Float64Array;
  /** P(a journey begins in this state). */
  readonly begins: Float64Array;
  /** Channels of each state's touches. */
  readonly members: readonly (readonly number[])[];
}

/** Counts the transitions of all journeys. A path that is shorter than the order has states of its own. */
export function markovChain(journeys: Journeys, order: MarkovOrder): MarkovChain {
  const { starts, touches, conversions, value, nulls, channels } = journeys;
  const states = new Map<number, number>();
  const members: number[][] = [];
  const moves: Map<number, number>[] = [];
  const ends = { converted: [] as number[], earned: [] as number[], all: [] as number[], begun: [] as number[] };
  const base = channels.length + 1;
  const stateOf = (path: Uint16Array, last: number): number => {
    const from = Math.max(0, last + 1 - order);
    let key = 0;
    for (let place = from; place <= last; place++) key = key * base + (path[place] ?? 0) + 1;
    const known = states.get(key);
    if (known !== undefined) return known;
    members.push([...new Set(path.subarray(from, last + 1))]);
    moves.push(new Map());
    for (const column of Object.values(ends)) column.push(0);
    states.set(key, states.size);
    return states.size - 1;
  };
  for (let row = 0; row < conversions.length; row++) {
    const path = touches.subarray(starts[row], starts[row + 1]);
    const weight = (conversions[row] ?? 0) + (nulls[row] ?? 0);
    if (weight <= 0) continue;
    let state = stateOf(path, 0);
    ends.begun[state] = (ends.begun[state] ?? 0) + weight;
    for (let place = 1; place < path.length; place++) {
      const next = stateOf(path, place);
      const from = moves[state];
      from?.set(next, (from.get(next) ?? 0) + weight);
      ends.all[state] = (ends.all[state] ?? 0) + weight;
      state = next;
    }
    ends.all[state] = (ends.all[state] ?? 0) + weight;
    ends.converted[state] = (ends.converted[state] ?? 0) + (conversions[row] ?? 0);
    ends.earned[state] = (ends.earned[state] ?? 0) + (value[row] ?? 0);
  }
  return chainOf(moves, ends, members);
}

function chainOf(
  moves: readonly ReadonlyMap<number, number>[],
  ends: Readonly<Record<'converted' | 'earned' | 'all' | 'begun', readonly number[]>>,
  members: readonly (readonly number[])[],
): MarkovChain {
  const starts = new Uint32Array(moves.length + 1);
  moves.forEach((from, state) => {
    starts[state + 1] = (starts[state] ?? 0) + from.size;
  });
  const next = new Uint32Array(starts[moves.length] ?? 0);
  const chances = new Float64Array(next.length);
  let at = 0;
  moves.forEach((from, state) => {
    for (const [to, weight] of from) {
      next[at] = to;
      chances[at++] = weight / (ends.all[state] ?? 1);
    }
  });
  const journeys = ends.begun.reduce((sum, weight) => sum + weight, 0);
  const share = (column: readonly number[]): Float64Array =>
    Float64Array.from(column, (weight, state) => weight / (ends.all[state] ?? 1));
  return {
    starts,
    next,
    chances,
    converts: share(ends.converted),
    earns: share(ends.earned),
    begins: Float64Array.from(ends.begun, (weight) => weight / journeys),
    members,
  };
}

/** Sweeps after which nothing moves, with a wide margin: journeys are not that long. */
const MOST_SWEEPS = 100_000;
const NOTHING = 1e-15;

/**
 * What a journey brings on average: Σ begins · h with h = r + Q h, the absorption probabilities of the chain, solved to the last bit by
 * Gauss-Seidel sweeps (Q is substochastic, so that they converge). Journeys that touch `without` end with nothing.
 *
 * @param ending what is reached from each state: `converts` for P(conversion), `earns` for money
 */
export function absorbed(chain: MarkovChain, ending: Float64Array, without: number | null): number {
  const { starts, next, chances, begins, members } = chain;
  const isGone = members.map((channels) => without !== null && channels.includes(without));
  const h = new Float64Array(members.length);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let moved = 0;
    for (let state = h.length - 1; state >= 0; state--) {
      if (isGone[state] === true) continue;
      let sum = ending[state] ?? 0;
      let stays = 0;
      for (let at = starts[state] ?? 0; at < (starts[state + 1] ?? 0); at++) {
        if (next[at] === state) stays += chances[at] ?? 0;
        else sum += (chances[at] ?? 0) * (h[next[at] ?? 0] ?? 0);
      }
      const there = stays >= 1 ? 0 : sum / (1 - stays);
      moved = Math.max(moved, Math.abs(there - (h[state] ?? 0)) / Math.max(1, Math.abs(there)));
      h[state] = there;
    }
    if (moved < NOTHING) break;
  }
  return begins.reduce((sum, chance, state) => sum + chance * (h[state] ?? 0), 0);
}
