import {
  defineRecommender,
  type FitRun,
  historyOf,
  type ItemLists,
  type ItemReason,
  type LoadFittedBase,
  NO_ITEM,
  packArrays,
  type RecommenderInput,
  seededRandom,
  unpackArrays,
} from '#sdk';
import { hide } from './hide.js';
import { candidatesOf, comparable, type Member } from './members.js';
import { type HybridOptions, options } from './options.js';
import { weigh, type Weighed } from './weigh.js';
import { Yardstick } from './yardstick.js';

/** What was learned. */
interface Hybrid extends Weighed {
  readonly members: readonly Member[];
  readonly yardstick: Yardstick;
  readonly count: number;
  /** By how many people it was weighed. */
  readonly people: number;
}

export default defineRecommender<HybridOptions, Hybrid>({
  options,
  train,
  save,
  load,
  count: ({ count }) => count,
  candidates: ({ members }, history, wanted) => candidatesOf(members, history, wanted),
  async score({ members, weights, yardstick }, histories, items, out) {
    for (let person = 0; person < histories.people; person++) {
      const history = historyOf(histories, person);
      const row = out.subarray(person * items.length, (person + 1) * items.length);
      for (const [place, scores] of (await comparable(members, history, items, yardstick)).entries()) {
        const weight = weights[place] ?? 0;
        scores.forEach((score, at) => {
          if (score !== 0) row[at] = (Number.isNaN(row[at]) ? 0 : (row[at] ?? 0)) + weight * score;
        });
      }
    }
  },
  async parts({ members, weights, yardstick }, history, items) {
    const had = new Map(Array.from(history.items, (item, place) => [item, place]));
    const sorted = items.toSorted();
    const scores = await comparable(members, history, sorted, yardstick);
    const parts = new Float64Array(items.length * had.size);
    for (const [place, { base }] of members.entries()) {
      const reasons = (await base.ask('reasons', history, items, had.size)) as readonly (readonly ItemReason[])[];
      for (const [row, item] of items.entries()) {
        const score = (weights[place] ?? 0) * (scores[place]?.[sorted.indexOf(item)] ?? 0);
        for (const reason of reasons[row] ?? []) {
          const cell = row * had.size + (had.get(reason.item) ?? 0);
          parts[cell] = (parts[cell] ?? 0) + score * reason.share;
        }
      }
    }
    return parts;
  },
  async similarity({ members, weights }, item, out) {
    for (const [place, { base }] of members.entries()) {
      const wanted = { count: MOST_SIMILAR, among: null, again: true };
      const { items, scores } = (await base.ask('similar', item, wanted)) as ItemLists;
      const best = scores[0] ?? Number.NaN;
      items.forEach((other, at) => {
        if (other === NO_ITEM || !(best > 0)) return;
        out[other] =
          (Number.isNaN(out[other]) ? 0 : (out[other] ?? 0)) + ((weights[place] ?? 0) * (scores[at] ?? 0)) / best;
      });
    }
  },
  describe: ({ members, weights, alone, together, people }) => ({
    notes: [
      `It weighs ${members.map(({ name }, place) => `${name} ${String(weights[place])}`).join(', ')}: on what was hidden of ${String(people)} people nDCG@10 was ${together.toFixed(3)} together, and alone ${members.map(({ name }, place) => `${name} ${(alone[place] ?? 0).toFixed(3)}`).join(', ')}.`,
    ],
  }),
});

const MOST_SIMILAR = 200;

/** Weighs the recommenders on what was hidden from them, and lets them learn again from everything. */
async function train({ interactions, items }: RecommenderInput, own: HybridOptions, run: FitRun): Promise<Hybrid> {
  const hidden = hide(interactions, own.hidden, run.seed);
  const first = await fitAll({ interactions: hidden.rest, items }, own, run, 0);
  run.progress(0.45, 'weighing');
  const weighed = await weigh(first, hidden, Yardstick.of(hidden.rest, items.count), run);
  const members = await fitAll({ interactions, items }, own, run, 0.5);
  const yardstick = Yardstick.of(interactions, items.count);
  return { ...weighed, members, yardstick, count: items.count, people: hidden.people.length };
}

async function fitAll(
  input: RecommenderInput,
  { bases }: HybridOptions,
  run: FitRun,
  from: number,
): Promise<readonly Member[]> {
  const seeds = seededRandom(run.seed);
  const names = Object.keys(bases).sort();
  const members: Member[] = [];
  for (const [place, name] of names.entries()) {
    run.progress(from + (0.45 * place) / names.length, name);
    members.push({ name, base: await run.fit(name, bases[name] ?? {}, input, seeds.integer(2 ** 32)) });
  }
  return members;
}

/** Of the form of the bytes. */
const VERSION = 1;

interface Header extends Weighed {
  readonly version: number;
  readonly count: number;
  readonly people: number;
  readonly yardstick: number;
  /** Names and lengths in bytes, in order. */
  readonly members: readonly (readonly [string, number])[];
}

function save({ members, yardstick, ...rest }: Hybrid): Uint8Array {
  const named = members.map(({ name, base }) => [name, base.bytes.length] as const);
  const header: Header = { version: VERSION, ...rest, yardstick: yardstick.items.length, members: named };
  return packArrays(header, [yardstick.items, ...members.map(({ base }) => base.bytes)]);
}

async function load(bytes: Uint8Array, _: HybridOptions, loadBase?: LoadFittedBase): Promise<Hybrid> {
  if (loadBase === undefined) throw new Error('A hybrid is loaded by a host that knows its recommenders.');
  const { header, take } = unpackArrays<Header>(bytes, VERSION);
  const { weights, together, alone, count, people } = header;
  const yardstick = new Yardstick(take(Uint32Array, header.yardstick));
  const members: Member[] = [];
  for (const [name, length] of header.members) members.push({ name, base: await loadBase(take(Uint8Array, length)) });
  return { weights, together, alone, count, people, yardstick, members };
}
