import { type Condition } from '#strata/engine';
import { type Logger } from '#strata/platform/telemetry';
import { isStrataError, nearestName, StrataError } from '#sdk';
import { type Recommended } from '../../recommendations/index.js';
import { analysisPhrases } from '../../words/index.js';
import { alikeWords } from './item-words.js';
import { amongOf, listsFrom, type ListParts } from './lists.js';
import { listed } from './listed.js';
import { type RecommendedList, type WantedList } from './question.js';

/**
 * The items most like one. Of an item that is newer than the recommender, or where it cannot be asked, the popular ones of the
 * same category.
 *
 * @throws StrataError NOT_FOUND where nobody knows the item
 */
export async function alikeTo(parts: ListParts, id: string, wanted: WantedList, log: Logger): Promise<RecommendedList> {
  const { recommender } = parts;
  const item = recommender.numberOf(id);
  if (item === undefined) assertKnown(parts, id);
  const limited = { ...wanted, without: [...(wanted.without ?? []), id] };
  const { list, fallback } =
    item === undefined
      ? { list: await ofCategory(parts, id, limited), fallback: 'popular' as const }
      : await similarOrPopular(parts, { id, item }, limited, log);
  const { document, version, at: learnedAt } = recommender;
  const phrases = analysisPhrases(parts.language).recommended;
  const items = list.map(({ item: other, score, by }) =>
    listed(parts, recommender.ids[other] ?? '', {
      ...{ score: by === 'model' ? score : null, by, because: [id] },
      words: by === 'model' ? alikeWords(parts, id) : phrases.popularInCategory,
    }),
  );
  return { model: document.id, version, learnedAt, items, fallback: items.length === 0 ? 'none' : fallback };
}

interface FoundList {
  readonly list: readonly Recommended[];
  readonly fallback: RecommendedList['fallback'];
}

async function similarOrPopular(
  parts: ListParts,
  { id, item }: { readonly id: string; readonly item: number },
  wanted: WantedList,
  log: Logger,
): Promise<FoundList> {
  const { recommender } = parts;
  try {
    const [list = []] = await listsFrom(parts, wanted, {
      choose: async (asked) => [await recommender.similar(item, asked)],
      ...{ among: amongOf(parts, wanted), again: true },
    });
    if (list.length > 0) return { list, fallback: null };
  } catch (error) {
    const code = isStrataError(error) ? error.code : 'INTERNAL';
    log.warn({ analysis: recommender.document.id, code }, 'a recommender failed: what is popular stands in its place');
  }
  return { list: await ofCategory(parts, id, wanted), fallback: 'popular' };
}

/** The popular items of the category of an item. */
async function ofCategory(parts: ListParts, id: string, wanted: WantedList): Promise<readonly Recommended[]> {
  const { recommender, items, documents } = parts;
  const name = documents.itemFacts?.category;
  const category = name === undefined ? undefined : items.factsOf(id)[name];
  if (name === undefined || typeof category !== 'string') return [];
  const same: Condition = { all: [{ fact: name, operator: 'equal', value: category }] };
  const where: Condition = { all: [same, ...(wanted.where === undefined ? [] : [wanted.where])] };
  const [list = []] = await listsFrom(
    parts,
    { ...wanted, where },
    {
      choose: (asked) => Promise.resolve([recommender.fill([], new Uint32Array(0), asked)]),
      ...{ among: amongOf(parts, { ...wanted, where }), again: true },
    },
  );
  return list;
}

const LONGEST_ID = 100;

function assertKnown({ recommender, items }: ListParts, id: string): void {
  if (Object.keys(items.factsOf(id)).length > 0) return;
  const shown = id.slice(0, LONGEST_ID);
  const nearest = nearestName(shown, recommender.ids);
  const message = `There is no item "${shown}".`;
  throw new StrataError('NOT_FOUND', message, {
    problems: [{ message, expected: 'the id of an item', ...(nearest === undefined ? {} : { nearest }) }],
  });
}
