import { type Fitted } from '#strata/plugin-host';
import { historyOf, type Interactions, type ItemLists, type ItemReason, seededRandom } from '#sdk';
import { type Trial, type TrialLists } from './judge.js';
import { listsOf } from './open-recommender.js';
import { type ExampleList, type RecommendationsReport } from './recommendations-report.js';

/** What items are called. */
export interface NamedItems {
  /** By number. */
  readonly ids: readonly string[];
  /** By number, as people know them; null where only ids are known. */
  readonly names: readonly string[] | null;
}

const EXAMPLES = 4;
/** Whoever had fewer says little, whoever had more is hard to read. */
const HAD = { least: 3, most: 40 } as const;
const SHOWN = { had: 6, recommended: 5, because: 2, similar: 5, like: 3 } as const;

function nameOf({ ids, names }: NamedItems, item: number): string {
  const name = names?.[item] ?? '';
  return name === '' ? (ids[item] ?? '') : name;
}

/** Lists of some people with reasons, by a seed. */
export async function examplesOf(
  { histories, people, later }: Trial,
  lists: TrialLists,
  model: Fitted,
  { named, seed }: { readonly named: NamedItems; readonly seed: number },
): Promise<readonly ExampleList[]> {
  const sizeOf = (row: number): number => historyOf(histories, people[row] ?? 0).items.length;
  const rows = [...people.keys()].filter((row) => sizeOf(row) >= HAD.least && sizeOf(row) <= HAD.most);
  const chosen = seededRandom(seed).shuffle(rows).slice(0, EXAMPLES);
  return await Promise.all(
    chosen.map(async (row) => {
      const history = historyOf(histories, people[row] ?? 0);
      const list = (lists[row] ?? []).slice(0, SHOWN.recommended);
      const items = Uint32Array.from(list, ({ item }) => item);
      const reasons = (await model.ask('reasons', history, items, SHOWN.because)) as readonly (readonly ItemReason[])[];
      return {
        had: weightiest(history).map((item) => nameOf(named, item)),
        recommended: list.map(({ item, by }, place) => ({
          ...{ item: nameOf(named, item), by, hit: later.get(people[row] ?? 0)?.has(item) ?? false },
          because: (reasons[place] ?? []).map(({ item: had, share }) => ({ item: nameOf(named, had), share })),
        })),
      };
    }),
  );
}

/** Of equally weighty ones the latest. */
function weightiest({ items, weights, ages }: Interactions): readonly number[] {
  const ageOf = (place: number): number => (Number.isNaN(ages[place]) ? Number.MAX_VALUE : (ages[place] ?? 0));
  return [...items.keys()]
    .sort((first, second) => (weights[second] ?? 0) - (weights[first] ?? 0) || ageOf(first) - ageOf(second))
    .slice(0, SHOWN.had)
    .map((place) => items[place] ?? 0);
}

/** What is most like the items that most people had. */
export async function similarTo(
  { had }: Trial,
  model: Fitted,
  named: NamedItems,
): Promise<RecommendationsReport['similar']> {
  const most = [...had.keys()]
    .sort((first, second) => (had[second] ?? 0) - (had[first] ?? 0) || first - second)
    .slice(0, SHOWN.similar);
  const wanted = { count: SHOWN.like, among: null, again: true };
  const answers = await Promise.all(
    most.map(async (item) => listsOf((await model.ask('similar', item, wanted)) as ItemLists)[0] ?? []),
  );
  return most
    .map((item, place) => ({
      item: nameOf(named, item),
      like: (answers[place] ?? []).map((each) => nameOf(named, each.item)),
    }))
    .filter(({ like }) => like.length > 0);
}
