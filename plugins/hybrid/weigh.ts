import { type FitRun } from '#sdk';
import { type Hidden } from './hide.js';
import { candidatesOf, comparable, type Member } from './members.js';
import { type Yardstick } from './yardstick.js';

/** Each recommender's say. */
export interface Weighed {
  /** By recommender. */
  readonly weights: readonly number[];
  /** nDCG@10 on what was hidden: of all together and of each alone. */
  readonly together: number;
  readonly alone: readonly number[];
}

/** What recommenders say for one person: a row a recommender, a column an item that one of them recommends. */
interface Ballot {
  readonly scores: readonly Float64Array[];
  /** Whether the item was hidden. */
  readonly isHidden: readonly boolean[];
  /** DCG of the best list there could be. */
  readonly best: number;
}

const PLACES = 10;
/** Everybody keeps a say: of new people and new items others know nothing. */
const GRID = [0.01, 0.03, 0.06, 0.1, 0.2, 0.35, 0.5, 0.7, 1, 1.4, 2] as const;
const ROUNDS = 3;

/** The weights that put what was hidden highest, found along one weight at a time, from the best recommender alone. */
export async function weigh(
  members: readonly Member[],
  { people }: Hidden,
  yardstick: Yardstick,
  run: FitRun,
): Promise<Weighed> {
  const ballots: Ballot[] = [];
  for (const person of people) {
    run.signal.throwIfAborted();
    ballots.push(await ballotOf(members, person, yardstick));
  }
  const least = members.map(() => GRID[0]);
  const alone = members.map((_, own) =>
    quality(
      ballots,
      members.map((__, place) => Number(place === own)),
    ),
  );
  const first = alone.indexOf(Math.max(...alone));
  let weights: readonly number[] = least.map((weight, own) => (own === first ? 1 : weight));
  let together = quality(ballots, weights);
  for (let round = 0; round < ROUNDS; round++) {
    for (const own of members.keys()) {
      run.signal.throwIfAborted();
      for (const weight of GRID) {
        const tried = weights.map((each, place) => (place === own ? weight : each));
        const reached = quality(ballots, tried);
        if (reached > together) [weights, together] = [tried, reached];
      }
    }
  }
  return { weights, together, alone };
}

async function ballotOf(
  members: readonly Member[],
  { history, hidden }: Hidden['people'][number],
  yardstick: Yardstick,
): Promise<Ballot> {
  // What a list is made of when it is answered.
  const items = await candidatesOf(members, history, { count: PLACES, among: null, again: false });
  const scores = await comparable(members, history, items, yardstick);
  let best = 0;
  for (let place = 0; place < Math.min(PLACES, hidden.size); place++) best += worth(place);
  return { scores, isHidden: Array.from(items, (item) => hidden.has(item)), best };
}

function worth(place: number): number {
  return 1 / Math.log2(place + 2);
}

/** Mean nDCG@10 of the weighed lists. */
function quality(ballots: readonly Ballot[], weights: readonly number[]): number {
  const sum = ballots.reduce((all, ballot) => all + gain(ballot, weights) / ballot.best, 0);
  return sum / Math.max(1, ballots.length);
}

function gain({ scores, isHidden }: Ballot, weights: readonly number[]): number {
  const sums = new Float64Array(isHidden.length);
  scores.forEach((own, member) => {
    const weight = weights[member] ?? 0;
    for (let item = 0; item < sums.length; item++) sums[item] = (sums[item] ?? 0) + weight * (own[item] ?? 0);
  });
  // How many items are before a hidden one says its place.
  let all = 0;
  for (let item = 0; item < sums.length; item++) {
    if (!isHidden[item]) continue;
    const own = sums[item] ?? 0;
    let place = 0;
    for (let other = 0; other < sums.length && place < PLACES; other++) {
      const score = sums[other] ?? 0;
      if (score > own || (score === own && other < item)) place++;
    }
    if (place < PLACES) all += worth(place);
  }
  return all;
}
