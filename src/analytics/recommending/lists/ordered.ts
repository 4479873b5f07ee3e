import { type Condition } from '#strata/engine';
import { type Logger } from '#strata/platform/telemetry';
import { type Interactions, isStrataError } from '#sdk';
import { analysisPhrases } from '../../words/index.js';
import { whyWords } from './item-words.js';
import { type ListParts } from './lists.js';
import { listed } from './listed.js';
import { type ListedItem, type RecommendedList } from './question.js';

/** Items that are to be ordered for a person. */
interface OrderQuestion {
  readonly ids: readonly string[];
  /** One person's. */
  readonly history: Interactions;
  readonly where: Condition | undefined;
}

/** The items in the order in which they are for the person: see `RecommenderDesk.order`. */
export async function orderedFor(
  parts: ListParts,
  { ids, history, where }: OrderQuestion,
  log: Logger,
): Promise<RecommendedList> {
  const { recommender, items, documents } = parts;
  const distinct = [...new Set(ids)];
  const mask = where === undefined ? null : items.mask(distinct, [where], documents);
  const wanted = distinct.filter((_, place) => mask === null || mask[place] === 1);
  const known = [...new Set(wanted.flatMap((id) => recommender.numberOf(id) ?? []))].sort((a, b) => a - b);
  const { scores, fallback } = await scoresOf(parts, Uint32Array.from(known), history, log);
  const rows = wanted.map((id, place): Row => {
    const number = recommender.numberOf(id);
    const score = number === undefined ? undefined : scores.get(number);
    return { id, place, score, popularity: number === undefined ? 0 : (recommender.popularity[number] ?? 0) };
  });
  const { document, version, at: learnedAt } = recommender;
  return { model: document.id, version, learnedAt, items: rows.sort(before).map((row) => told(parts, row)), fallback };
}

interface Row {
  readonly id: string;
  /** Where it was given. */
  readonly place: number;
  /** Undefined where the recommender says nothing. */
  readonly score: number | undefined;
  readonly popularity: number;
}

function before(a: Row, b: Row): number {
  if (a.score !== undefined && b.score !== undefined) return b.score - a.score || a.place - b.place;
  if (a.score !== undefined || b.score !== undefined) return a.score === undefined ? 1 : -1;
  return b.popularity - a.popularity || a.place - b.place;
}

async function scoresOf(
  { recommender }: ListParts,
  items: Uint32Array,
  history: Interactions,
  log: Logger,
): Promise<{ readonly scores: ReadonlyMap<number, number>; readonly fallback: RecommendedList['fallback'] }> {
  try {
    const found = items.length === 0 ? new Float64Array(0) : await recommender.rank(history, items);
    const pairs = Array.from(items, (item, place) => [item, found[place] ?? Number.NaN] as const);
    return { scores: new Map(pairs.filter(([, score]) => !Number.isNaN(score))), fallback: null };
  } catch (error) {
    const code = isStrataError(error) ? error.code : 'INTERNAL';
    log.warn({ analysis: recommender.document.id, code }, 'a recommender failed: what is popular comes first');
    return { scores: new Map(), fallback: 'popular' };
  }
}

function told(parts: ListParts, { id, score, popularity }: Row): ListedItem {
  const by = score === undefined ? 'popularity' : 'model';
  const { recommended } = analysisPhrases(parts.language);
  const words = score === undefined && popularity === 0 ? recommended.unknown : whyWords(parts, by, []);
  return listed(parts, id, { score: score ?? null, by, because: [], words });
}
