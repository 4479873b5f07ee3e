import { type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { RELATIONS } from '#strata/profiles/store';
import { nearestName, StrataError } from '#sdk';
import { type OpenRecommender } from '../recommendations/index.js';
import { historiesOf } from './histories.js';
import { type ListParts } from './lists/lists.js';

/** Which goods people are sought for. */
export type SoughtGoods = { readonly item: string } | { readonly category: string };

/** How people are sought. */
export interface PeopleQuestion {
  readonly goods: SoughtGoods;
  /** At most so many people. */
  readonly most: number;
  /** Whether who had the item already may be among them. */
  readonly bought: boolean;
  /** Milliseconds since 1970: nothing that happened later counts. */
  readonly now: number;
  readonly progress?: (people: number) => void;
  /** Ends the search between two batches of people; what it is aborted with is thrown. */
  readonly signal?: AbortSignal;
}

/** Somebody who is likely to buy. */
export interface LikelyPerson {
  readonly person: string;
  /** Of the recommender: more is better. */
  readonly score: number;
  /** The item that speaks for it the most. */
  readonly item: string;
}

const PEOPLE_AT_ONCE = 2_000;
/** Of a category the most popular items count. */
const MOST_ITEMS = 200;

/**
 * The people who are most likely to buy an item, or one of a category, the best first, of all who are stored; the same order
 * every time. Of whom the recommender says nothing is not among them.
 *
 * @throws StrataError NOT_FOUND with the nearest item or category
 */
export async function peopleFor(
  parts: ListParts & { readonly database: Database },
  question: PeopleQuestion,
): Promise<readonly LikelyPerson[]> {
  const items = Uint32Array.from(itemsOf(parts, question.goods));
  const best = new Best(question.most);
  let asked = 0;
  for await (const ids of everybody(parts.database)) {
    question.signal?.throwIfAborted();
    for (const person of await likelyAmong(parts, { ids, items }, question)) best.add(person);
    question.progress?.((asked += ids.length));
  }
  return best.all();
}

async function likelyAmong(
  { recommender, database }: ListParts & { readonly database: Database },
  { ids, items }: { readonly ids: readonly string[]; readonly items: Uint32Array },
  { bought, now }: PeopleQuestion,
): Promise<readonly LikelyPerson[]> {
  const people = ids.map((person) => ({ person, events: [] }));
  const numberOf = (id: string) => recommender.numberOf(id);
  const histories = await historiesOf(people, { database, document: recommender.document, until: now, numberOf });
  const scores = await recommender.rank(histories, items);
  return ids.flatMap((person, row): readonly LikelyPerson[] => {
    const had = new Set(histories.items.subarray(histories.starts[row], histories.starts[row + 1]));
    // Somebody without a history is as likely as anybody else.
    if (had.size === 0) return [];
    let best: LikelyPerson | null = null;
    for (const [place, item] of items.entries()) {
      const score = scores[row * items.length + place] ?? Number.NaN;
      if (Number.isNaN(score) || (!bought && had.has(item)) || (best !== null && score <= best.score)) continue;
      best = { person, score, item: recommender.ids[item] ?? '' };
    }
    return best === null ? [] : [best];
  });
}

/** Everybody's ids, some at a time, in their order. */
async function* everybody(database: Database): AsyncGenerator<readonly string[]> {
  let after = '';
  for (;;) {
    const rows = await database.run((manager) =>
      manager.query<{ user_id: string }[]>(
        `select user_id from ${RELATIONS.profiles} p where user_id > $1 order by user_id limit $2`,
        [after, PEOPLE_AT_ONCE],
      ),
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ user_id: id }) => id);
    after = last.user_id;
  }
}

/** The numbers of the items that are meant, rising. @throws StrataError NOT_FOUND */
function itemsOf(parts: ListParts, goods: SoughtGoods): readonly number[] {
  const { recommender } = parts;
  if ('category' in goods) return itemsOfCategory(parts, goods.category);
  const item = recommender.numberOf(goods.item);
  if (item !== undefined) return [item];
  throw unknown('item', goods.item, recommender.ids);
}

function itemsOfCategory(
  { recommender, items, documents }: { readonly documents: ReleaseDocuments } & ListParts,
  category: string,
): readonly number[] {
  const fact = documents.itemFacts?.category;
  const categories = recommender.ids.map((id) => (fact === undefined ? undefined : items.factsOf(id)[fact]));
  const found = categories.flatMap((each, number) => (each === category ? [number] : []));
  if (found.length === 0) throw unknown('category', category, categories.filter(isText));
  return mostPopular(found, recommender).toSorted((a, b) => a - b);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function mostPopular(items: readonly number[], { popularity }: OpenRecommender): readonly number[] {
  return items.toSorted((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b).slice(0, MOST_ITEMS);
}

function unknown(what: 'item' | 'category', name: string, known: Iterable<string>): StrataError {
  const message = `The recommender knows no ${what} "${name.slice(0, 100)}".`;
  const nearest = nearestName(name.slice(0, 100), new Set(known));
  const expected = what === 'item' ? 'the id of an item that it learned of' : 'a category of such items';
  return new StrataError('NOT_FOUND', message, {
    problems: [{ message, expected, ...(nearest === undefined ? {} : { nearest }) }],
  });
}

/** The best so many of many. */
class Best {
  #kept: LikelyPerson[] = [];

  constructor(private readonly most: number) {}

  add(person: LikelyPerson): void {
    this.#kept.push(person);
    if (this.#kept.length >= 2 * this.most + SPARE) this.#cut();
  }

  all(): readonly LikelyPerson[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept = this.#kept.sort((a, b) => b.score - a.score || (a.person < b.person ? -1 : 1)).slice(0, this.most);
  }
}

const SPARE = 10_000;
