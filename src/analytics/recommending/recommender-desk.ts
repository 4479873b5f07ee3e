import { type RecommendedContent, type RecommendedItems, type ReleaseDocuments } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { type ItemChooser, type ItemReader } from '#strata/items';
import { type Logger } from '#strata/platform/telemetry';
import { historyOf, type Interactions, isStrataError } from '#sdk';
import { type OpenRecommender, type Recommended } from '../recommendations/index.js';
import { analysisPhrases } from '../words/index.js';
import { historiesOf } from './histories.js';
import { diverse } from './lists/diverse.js';
import { categoryOf, whyWords } from './lists/item-words.js';
import { listed, titled } from './lists/listed.js';
import { amongOf, conditionsOf, listsFrom, type ListParts, popularLists } from './lists/lists.js';
import { OpenRecommenders, type RecommenderParts } from './open-recommenders.js';
import { type LikelyPerson, type PeopleQuestion, peopleFor } from './people-for-items.js';
import { popularNow } from './popular-now.js';
import { withNewcomers } from './lists/newcomers.js';
import { orderedFor } from './lists/ordered.js';
import { type AskedPerson, type ListedItem, type RecommendedList, type WantedList } from './lists/question.js';
import { alikeTo } from './lists/similar.js';

/** At which moment something is asked, and by which release. */
export interface AskingMoment {
  readonly documents: ReleaseDocuments;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Of the words; English unless told, as all is that is stored. */
  readonly language?: Language | undefined;
}

/** Items of the history that are told as the reason of another one. */
const MOST_REASONS = 2;
/** People that a recommender is asked about at once. */
const PEOPLE_AT_ONCE = 100;
/** A decision waits no longer for its items, milliseconds. */
const LONGEST_WAIT_MS = 1_000;

/** Answers what to recommend: to people, beside an item, and in which order. */
export class RecommenderDesk implements ItemChooser {
  readonly #open: OpenRecommenders;

  constructor(private readonly parts: RecommenderParts & { readonly log: Logger }) {
    this.#open = new OpenRecommenders(parts);
  }

  /**
   * A list for each of the people, in their order: by the recommender, else what is popular; people of whom nothing is known get
   * that, too.
   *
   * @throws StrataError NOT_FOUND where the analysis has no result, UNAVAILABLE
   */
  async forPeople(
    model: string,
    people: readonly AskedPerson[],
    wanted: WantedList,
    at: AskingMoment,
  ): Promise<readonly RecommendedList[]> {
    const parts = await this.#partsOf(model, at);
    const lists: RecommendedList[] = [];
    for (let start = 0; start < people.length; start += PEOPLE_AT_ONCE) {
      const some = people.slice(start, start + PEOPLE_AT_ONCE);
      const found = await this.#listsOf(parts, some, wanted, at.now);
      const histories = (numberOf: (id: string) => number | undefined) =>
        this.#historiesOf(parts.recommender, some, at.now, numberOf);
      lists.push(...(await withNewcomers(parts, found, wanted, histories)));
    }
    return lists;
  }

  /** The items most like one. @throws StrataError NOT_FOUND where the analysis has no result, or nobody knows the item */
  async similar(model: string, item: string, wanted: WantedList, at: AskingMoment): Promise<RecommendedList> {
    return await alikeTo(await this.#partsOf(model, at), item, wanted, this.parts.log);
  }

  /**
   * Given items in the order in which they are for a person, the best first; those of which the recommender says nothing come
   * last, as they were given. What is not wanted is left out.
   *
   * @throws StrataError NOT_FOUND where the analysis has no result, UNAVAILABLE
   */
  async order(
    model: string,
    ids: readonly string[],
    person: AskedPerson,
    { where, at }: Pick<WantedList, 'where'> & { readonly at: AskingMoment },
  ): Promise<RecommendedList> {
    const parts = await this.#partsOf(model, at);
    const history = await this.#historiesOf(parts.recommender, [person], at.now);
    return await orderedFor(parts, { ids, history, where }, this.parts.log);
  }

  /** The people who are most likely to buy an item, or one of a category. @throws StrataError NOT_FOUND, PLUGIN_FAILED, UNAVAILABLE */
  async people(
    model: string,
    question: Omit<PeopleQuestion, 'now'>,
    at: AskingMoment,
  ): Promise<readonly LikelyPerson[]> {
    const parts = await this.#partsOf(model, at);
    return await peopleFor({ ...parts, database: this.parts.database }, { ...question, now: at.now });
  }

  /** What stands in an offer: never throws, and no decision waits for it longer than a second. */
  async choose(
    content: RecommendedContent,
    people: readonly ItemReader[],
    at: AskingMoment,
  ): Promise<readonly RecommendedItems[]> {
    const { model, ...wanted } = content;
    const choosing = this.forPeople(model, people, wanted, at);
    try {
      const lists = await withinTime(choosing, people.length * LONGEST_WAIT_MS);
      return lists.map(({ version, items, fallback }) => ({ model, version, items: items.map(shortItem), fallback }));
    } catch (error) {
      const code = isStrataError(error) ? error.code : 'INTERNAL';
      this.parts.log.warn({ analysis: model, code }, 'nothing was recommended');
      return await this.#popularFor(content, people, at);
    }
  }

  close(): Promise<void> {
    return this.#open.close();
  }

  async #partsOf(model: string, { documents, language }: AskingMoment): Promise<ListParts> {
    const [recommender, items] = await Promise.all([this.#open.counting(model), this.#open.items()]);
    return { recommender, items, documents, language };
  }

  #historiesOf(
    recommender: OpenRecommender,
    people: readonly AskedPerson[],
    now: number,
    numberOf = (id: string) => recommender.numberOf(id),
  ): Promise<Interactions> {
    const { document } = recommender;
    return historiesOf(people, { database: this.parts.database, document, until: now, numberOf });
  }

  async #listsOf(
    parts: ListParts,
    people: readonly AskedPerson[],
    wanted: WantedList,
    now: number,
  ): Promise<readonly RecommendedList[]> {
    const { recommender } = parts;
    const histories = await this.#historiesOf(recommender, people, now);
    const limits = { among: amongOf(parts, wanted), again: wanted.bought ?? recommender.document.again ?? false };
    try {
      const choose = (asked: Parameters<OpenRecommender['recommend']>[1]) => recommender.recommend(histories, asked);
      const lists = await listsFrom(parts, wanted, { choose, ...limits });
      return await Promise.all(lists.map((list, row) => this.#told(parts, list, historyOf(histories, row), null)));
    } catch (error) {
      this.#note(recommender, error);
      const lists = await listsFrom(parts, wanted, { choose: popularLists(parts, histories), ...limits });
      return await Promise.all(lists.map((list, row) => this.#told(parts, list, historyOf(histories, row), 'popular')));
    }
  }

  #note({ document: { id }, version }: OpenRecommender, error: unknown): void {
    const code = isStrataError(error) ? error.code : 'INTERNAL';
    this.parts.log.warn({ analysis: id, version, code }, 'a recommender failed: what is popular stands in its place');
  }

  async #told(
    parts: ListParts,
    list: readonly Recommended[],
    history: Interactions,
    fallback: RecommendedList['fallback'],
  ): Promise<RecommendedList> {
    const { recommender } = parts;
    // Somebody without a history is chosen for as everybody is.
    const isKnown = history.items.length > 0;
    const reasons = fallback === null ? await reasonsOf(recommender, list, history) : [];
    const items = list.map(({ item, score, by }, place): ListedItem => {
      const because = (reasons[place] ?? []).map((each) => recommender.ids[each] ?? '');
      return listed(parts, recommender.ids[item] ?? '', {
        ...{ score: by === 'model' ? score : null, by, because },
        words: whyWords(parts, isKnown ? by : 'popularity', because),
      });
    });
    const { document, version, at: learnedAt } = recommender;
    return { model: document.id, version, learnedAt, items, fallback: items.length === 0 ? 'none' : fallback };
  }

  async #popularFor(
    { model, items, where, perCategory }: RecommendedContent,
    people: readonly ItemReader[],
    { documents, now }: AskingMoment,
  ): Promise<readonly RecommendedItems[]> {
    const popular = this.#popular(model, { items, where, perCategory }, { documents, now });
    const listed = await withinTime(popular, LONGEST_WAIT_MS).catch(() => []);
    return people.map(() => ({
      model,
      version: null,
      items: listed,
      fallback: listed.length === 0 ? 'none' : 'popular',
    }));
  }

  async #popular(
    model: string,
    wanted: WantedList,
    { documents, now }: AskingMoment,
  ): Promise<RecommendedItems['items']> {
    const items = await this.#open.items();
    const names = { items, documents };
    const ids = await popularNow(this.parts.database, model, { documents, now });
    const mask = items.mask(ids, conditionsOf(documents, wanted), documents);
    const allowed = ids.filter((_, place) => mask[place] === 1);
    const listed = diverse(allowed, wanted, { categoryOf: (id) => categoryOf(names, id) });
    return listed.map((id) => ({ ...titled(names, id), words: analysisPhrases().recommended.popular }));
  }
}

function shortItem({ id, title, words }: ListedItem): RecommendedItems['items'][number] {
  return { id, ...(title === undefined ? {} : { title }), words };
}

/** For each item of a list the items of the history that speak for it; nothing where nobody was asked. */
async function reasonsOf(
  recommender: OpenRecommender,
  list: readonly Recommended[],
  history: Interactions,
): Promise<readonly (readonly number[])[]> {
  const isChosen = ({ by }: Recommended): boolean => by === 'model';
  if (history.items.length === 0 || !list.some(isChosen)) return [];
  const asked = Uint32Array.from(list, ({ item }) => item);
  const reasons = await recommender.reasons(history, asked, MOST_REASONS);
  return reasons.map((each) => each.map(({ item }) => item));
}

async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('it took too long'));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
