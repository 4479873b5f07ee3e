import {
  historyOf,
  type Interactions,
  type ItemLists,
  type ItemReason,
  NO_ITEM,
  type RecommenderDescription,
  type RecommenderInput,
  seededRandom,
  type WantedItems,
} from '#sdk';
import { type Fitted, type PluginHost } from '../index.js';
import { type Check, checkLearning, type ContractResult, type LearnedSubject } from './contract-suite.js';

/** What a check looks at. */
type Subject = LearnedSubject<RecommenderInput>;

const SEED = 20261130;
const PEOPLE = 160;
/** The last two are new: nobody had them. */
const ITEMS = 42;
const NEW_ITEM = ITEMS - 1;
const GENRES = ['home', 'garden', 'sports'] as const;
const WANTED: WantedItems = { count: 10, among: null, again: false };
/** Sums of many terms in another order may differ by so much. */
const ROUNDING = 1e-6;

/** Checks every promise of the recommender contract. */
export function checkRecommender(
  host: PluginHost,
  plugin: string,
  options: Readonly<Record<string, unknown>>,
): Promise<readonly ContractResult[]> {
  const suite = { kind: 'recommender', learns: 'learns from who had what', learnsFrom: 'interactions' } as const;
  return checkLearning({ ...suite, input: sampleInput(), seed: SEED, checks: CHECKS }, { host, plugin, options });
}

const CHECKS: readonly Check<Subject>[] = [
  { name: 'recommends what somebody does not have yet, the best first', run: listed },
  { name: 'what it recommends to one person does not depend on the others', run: personByPerson },
  { name: 'recommends only among the items that may be', run: restricted },
  { name: 'the score of an item is the same alone and among all', run: ranked },
  { name: 'somebody new and an item that nobody had are answered', run: newcomers },
  { name: 'nobody is an answer too', run: nobody },
  { name: 'similar items are others', run: alike },
  { name: 'reasons are items of the history, and their shares no more than all', run: reasoned },
  { name: 'describes itself', run: described },
];

async function listed({ fitted, request }: Subject): Promise<string | null> {
  const { interactions } = request.input;
  const lists = await recommend(fitted, interactions, WANTED);
  for (let person = 0; person < PEOPLE; person++) {
    const items = itemsOf(lists, person);
    if (new Set(items).size < items.length) return `person ${String(person)} is recommended an item twice`;
    if (items.some((item) => item >= ITEMS)) return 'it recommends an item that there is not';
    const had = historyOf(interactions, person).items;
    if (items.some((item) => had.includes(item))) return `person ${String(person)} is recommended what they have`;
    const scores = lists.scores.subarray(person * lists.count, person * lists.count + items.length);
    if (!scores.every(Number.isFinite)) return 'a score is no number';
    if (scores.some((score, place) => score > (scores[place - 1] ?? Infinity))) return 'the best is not the first';
  }
  return null;
}

async function personByPerson({ fitted, request }: Subject): Promise<string | null> {
  const { interactions } = request.input;
  const all = await recommend(fitted, interactions, WANTED);
  for (const person of [0, 7, PEOPLE - 1]) {
    const alone = itemsOf(await recommend(fitted, historyOf(interactions, person), WANTED), 0);
    if (alone.join() !== itemsOf(all, person).join())
      return `person ${String(person)} is recommended other items alone`;
  }
  return null;
}

async function restricted({ fitted, request }: Subject): Promise<string | null> {
  const { interactions } = request.input;
  const among = Uint8Array.from({ length: ITEMS }, (_, item) => Number(item % 3 === 1));
  const lists = await recommend(fitted, interactions, { ...WANTED, among });
  return lists.items.every((item) => item === NO_ITEM || among[item] === 1) ? null : 'another item was recommended';
}

async function ranked({ fitted, request }: Subject): Promise<string | null> {
  const { interactions } = request.input;
  const history = historyOf(interactions, 3);
  const { items, scores } = await recommend(fitted, history, { ...WANTED, count: 5 });
  for (const [place, item] of items.entries()) {
    if (item === NO_ITEM) continue;
    const [score = Number.NaN] = (await fitted.ask('rank', history, Uint32Array.of(item))) as Float64Array;
    if (!isNear(score, scores[place]))
      return `item ${String(item)} has ${String(score)} alone and ${String(scores[place])} among all`;
  }
  return null;
}

async function newcomers({ fitted }: Subject): Promise<string | null> {
  const { items } = await recommend(fitted, emptyHistories(1), WANTED);
  if (items.length !== WANTED.count) return 'somebody new is answered otherwise';
  const scores = (await fitted.ask('rank', historyWith(0), Uint32Array.of(NEW_ITEM))) as Float64Array;
  if (scores.length !== 1 || Math.abs(scores[0] ?? Infinity) === Infinity) return 'a new item has no end of a score';
  await recommend(fitted, historyWith(NEW_ITEM), WANTED);
  return null;
}

async function nobody({ fitted }: Subject): Promise<string | null> {
  const { items } = await recommend(fitted, emptyHistories(0), WANTED);
  return items.length === 0 ? null : 'to nobody it recommended something';
}

async function alike({ fitted }: Subject): Promise<string | null> {
  for (const item of [0, 5, NEW_ITEM]) {
    const lists = (await fitted.ask('similar', item, { ...WANTED, again: true })) as ItemLists;
    if (itemsOf(lists, 0).includes(item)) return `item ${String(item)} is like itself`;
  }
  return null;
}

async function reasoned({ fitted, request }: Subject): Promise<string | null> {
  const { interactions } = request.input;
  const history = historyOf(interactions, 5);
  const items = itemsOf(await recommend(fitted, history, WANTED), 0);
  const reasons = (await fitted.ask('reasons', history, items, 3)) as readonly (readonly ItemReason[])[];
  if (reasons.length !== items.length) return 'an item has no reasons, not even none';
  for (const own of reasons) {
    if (own.length > 3) return 'there are more reasons than were asked for';
    if (own.some(({ item }) => !history.items.includes(item))) return 'a reason is not in the history';
    if (!(own.reduce((sum, { share }) => sum + share, 0) <= 1 + ROUNDING)) return 'the reasons are more than all';
  }
  return null;
}

async function described({ fitted }: Subject): Promise<string | null> {
  const { notes } = (await fitted.ask('describe')) as RecommenderDescription;
  return Array.isArray(notes) ? null : 'it has no notes';
}

async function recommend(fitted: Fitted, histories: Interactions, wanted: WantedItems): Promise<ItemLists> {
  return (await fitted.ask('recommend', histories, wanted)) as ItemLists;
}

function itemsOf({ items, count }: ItemLists, row: number): Uint32Array {
  return items.subarray(row * count, (row + 1) * count).filter((item) => item !== NO_ITEM);
}

function isNear(first: number, second = Number.NaN): boolean {
  return Math.abs(first - second) <= ROUNDING * Math.max(1, Math.abs(second));
}

function emptyHistories(people: number): Interactions {
  const none = { items: new Uint32Array(), weights: new Float32Array(), ages: new Float32Array() };
  return { people, starts: new Uint32Array(people + 1), ...none };
}

function historyWith(item: number): Interactions {
  return {
    ...emptyHistories(1),
    starts: Uint32Array.of(0, 1),
    items: Uint32Array.of(item),
    weights: Float32Array.of(1),
    ages: Float32Array.of(1),
  };
}

/** People of three tastes, by a seed: mostly they have items of their genre. */
function sampleInput(): RecommenderInput {
  const random = seededRandom(SEED);
  const rows = Array.from({ length: PEOPLE }, (_, person) => {
    const had = new Set<number>();
    for (let each = 0; each < 4 + random.integer(5); each++) {
      const genre = random.uniform() < 0.8 ? person % GENRES.length : random.integer(GENRES.length);
      had.add(GENRES.length * Math.floor(random.uniform() ** 2 * (ITEMS / GENRES.length - 1)) + genre);
    }
    return [...had].toSorted((first, second) => first - second);
  });
  const items = Uint32Array.from(rows.flat());
  const starts = new Uint32Array(PEOPLE + 1);
  rows.forEach((row, person) => (starts[person + 1] = (starts[person] ?? 0) + row.length));
  return {
    interactions: {
      people: PEOPLE,
      starts,
      items,
      weights: Float32Array.from(items, () => 1 + random.integer(3)),
      ages: Float32Array.from(items, () => (random.uniform() < 0.1 ? Number.NaN : 300 * random.uniform())),
    },
    items: sampleItems(),
  };
}

function sampleItems(): RecommenderInput['items'] {
  const every = Array.from({ length: ITEMS }, (_, item) => item);
  const genreOf = (item: number) => item % GENRES.length;
  return {
    count: ITEMS,
    columns: [
      { name: 'genre', type: 'category', codes: Int32Array.from(every, genreOf), categories: GENRES },
      {
        name: 'price',
        type: 'number',
        values: Float64Array.from(every, (item) => (item % 7 === 0 ? Number.NaN : item * 3)),
      },
      {
        name: 'title',
        type: 'text',
        texts: every.map((item) => `Thing ${String(item)} for ${GENRES[genreOf(item)] ?? ''}`),
      },
      {
        ...{ name: 'uses', type: 'tags', tags: ['inside', 'outside'] },
        ...{
          starts: Uint32Array.from({ length: ITEMS + 1 }, (_, item) => item),
          codes: Uint32Array.from(every, (item) => item % 2),
        },
      },
    ],
  };
}
