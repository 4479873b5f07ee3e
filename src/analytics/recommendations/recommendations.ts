import { readItemTable } from '#strata/items/catalogue';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { type Fitted, type FittedPlugin } from '#strata/plugin-host';
import {
  type ItemLists,
  type RecommenderDescription,
  type RecommenderInput,
  StrataError,
  type WantedItems,
} from '#sdk';
import { type AnalysisKind, type AnalysisTask } from '../contract/index.js';
import { openEvents, populationSql } from '../sources/index.js';
import { examplesOf, similarTo } from './examples.js';
import { emptyHistory, interactionsOf, type InteractionLog, readInteractions, wantedOf } from './interaction-log.js';
import {
  type AnswersLists,
  figuresOf,
  listsFor,
  measured,
  qualities,
  somePeople,
  type Trial,
  type TrialLists,
} from './judge.js';
import { type ListQuality } from './list-quality.js';
import { knownFacts, type KnownFacts } from './known-items.js';
import { listsOf, packRecommender } from './open-recommender.js';
import { readRecommendations, warningOf } from './read-recommendations.js';
import { type RecommendationsReport } from './recommendations-report.js';
import { laterItems, splitMoment } from './time-split.js';

/** Items for each person, judged on what they had later beside what is popular. */
export const RECOMMENDATIONS: AnalysisKind<RecommendationsAnalysis, RecommendationsReport> = {
  async run(document, task) {
    const history = await readHistory(document, task);
    const report = await judge(document, task, history);
    task.progress(0.8, 'learning from everything');
    const artefact = await learnAll(document, task, history);
    return { report, artefact };
  },
  read: readRecommendations,
  warn: warningOf,
};

/** Items a list where the document does not say. */
const PLACES = 10;

/** What is known: who had what, and of which items. */
interface History extends KnownFacts {
  readonly log: InteractionLog;
}

async function readHistory(document: RecommendationsAnalysis, task: AnalysisTask): Promise<History> {
  task.progress(0.05, 'who had what');
  const { source, until, documents } = task;
  const home = await openEvents(task, { wanted: wantedOf(document, 0, until), names: document.columns ?? {} });
  try {
    const { population } = document;
    const among = population === undefined ? undefined : populationSql(population, documents, home, until);
    const log = await readInteractions(home, document, until, among);
    if (log.items.length === 0) throw noInteractions(document);
    const { itemFacts } = documents;
    const table = source.kind === 'stored' ? await readItemTable(source.database, itemFacts) : null;
    return { log, ...knownFacts(log.items, { table, title: itemFacts?.title, chosen: document.itemFacts }) };
  } finally {
    home.close();
  }
}

function noInteractions({ interactions }: RecommendationsAnalysis): StrataError {
  const events = interactions.map(({ event }) => `"${event}"`).join(', ');
  return new StrataError('TOO_FEW_EXAMPLES', 'There are no interactions to learn from.', {
    problems: [{ message: `no event ${events} with an item happened until then`, expected: 'interactions' }],
  });
}

async function judge(
  document: RecommendationsAnalysis,
  task: AnalysisTask,
  history: History,
): Promise<RecommendationsReport> {
  const split = splitMoment(history.log, document, task.until);
  const trial = trialOf(document, task, { ...history, split });
  const { plugin, options } = document;
  const lesson = { interactions: trial.histories, items: history.facts };
  const model = await task.host.openFitted(await fit(task, { plugin, options }, lesson, [0.1, 0.5]));
  try {
    const popularity = await popularityOf(task, lesson);
    task.progress(0.6, 'judging');
    const lists = await listsFor(trial, answering(model), popularity, task.signal);
    const rivals = await listsFor(trial, () => Promise.resolve([]), popularity, task.signal);
    const ways = { lists: qualities(trial, lists), rivals: qualities(trial, rivals) };
    const { notes } = (await model.ask('describe')) as RecommenderDescription;
    return {
      ...overviewOf(document, task, history, { trial, split }),
      model: measured(trial, lists, ways.lists),
      popular: measured(trial, rivals, ways.rivals),
      difference: figuresOf(ways.lists, ways.rivals),
      ...newcomersOf(trial, lists, ways),
      examples: await examplesOf(trial, lists, model, { named: history, seed: task.seed }),
      similar: await similarTo(trial, model, history),
      notes,
    };
  } finally {
    await model.close();
  }
}

function trialOf(
  { again = false, judged = {} }: RecommendationsAnalysis,
  { seed }: AnalysisTask,
  { log, numbers, facts, split }: History & { readonly split: number },
): Trial & { readonly everybody: number } {
  const histories = interactionsOf(log, { until: split, numberOf: (id) => numbers.get(id) });
  const later = laterItems(log, { split, again, numbers });
  const had = new Float64Array(facts.count);
  for (const item of histories.items) had[item] = (had[item] ?? 0) + 1;
  const wanted: WantedItems = { count: judged.items ?? PLACES, among: null, again };
  return { histories, later, people: somePeople(later, seed), wanted, count: facts.count, had, everybody: later.size };
}

function overviewOf(
  { plugin, again = false }: RecommendationsAnalysis,
  { until }: AnalysisTask,
  { log, facts }: History,
  { trial, split }: { readonly trial: ReturnType<typeof trialOf>; readonly split: number },
): Pick<RecommendationsReport, 'at' | 'split' | 'plugin' | 'people' | 'items' | 'interactions' | 'judged'> {
  return {
    at: new Date(until).toISOString(),
    split: new Date(split).toISOString(),
    plugin,
    people: log.people.length,
    items: facts.count,
    interactions: log.item.length,
    judged: { people: trial.people.length, of: trial.everybody, places: trial.wanted.count, again },
  };
}

/** What those get of whom nothing is known, and what becomes of items that nobody had. */
function newcomersOf(
  { histories: { starts }, people, later, wanted, had }: Trial,
  lists: TrialLists,
  ways: { readonly lists: readonly ListQuality[]; readonly rivals: readonly ListQuality[] },
): Pick<RecommendationsReport, 'filled' | 'known' | 'newPeople' | 'newItems'> {
  const isNew = (item: number): boolean => had[item] === 0;
  const isKnown = people.map((person) => starts[person + 1] !== starts[person]);
  const places = lists.flat();
  const after = people.flatMap((person) => [...(later.get(person) ?? [])]);
  const all = Math.max(1, people.length * wanted.count);
  const group = (known: boolean) => {
    const [model = [], popular = []] = [ways.lists, ways.rivals].map((of) =>
      of.filter((_, row) => isKnown[row] === known),
    );
    return { model, popular };
  };
  const [known, unknown] = [group(true), group(false)];
  const meansOf = ({ model, popular }: ReturnType<typeof group>) => {
    return { people: model.length, model: meanNdcg(model), popular: meanNdcg(popular) };
  };
  return {
    filled: places.filter(({ by }) => by === 'popularity').length / all,
    known: { ...meansOf(known), difference: figuresOf(known.model, known.popular).ndcg },
    newPeople: meansOf(unknown),
    newItems: {
      items: had.filter((people) => people === 0).length,
      later: after.filter(isNew).length / Math.max(1, after.length),
      recommended: places.filter(({ item }) => isNew(item)).length / all,
    },
  };
}

function meanNdcg(of: readonly ListQuality[] = []): number | null {
  return of.length === 0 ? null : of.reduce((sum, { ndcg }) => sum + ndcg, 0) / of.length;
}

/** Learns from everything what is kept. */
async function learnAll(document: RecommendationsAnalysis, task: AnalysisTask, history: History): Promise<Uint8Array> {
  const { log, numbers, ids, facts } = history;
  const interactions = interactionsOf(log, { until: task.until, numberOf: (id) => numbers.get(id) });
  const { plugin, options } = document;
  const lesson = { interactions, items: facts };
  const fitted = await fit(task, { plugin, options }, lesson, [0.8, 1]);
  return packRecommender({ ids, popularity: await popularityOf(task, lesson), fitted });
}

/** @param shares of the run's progress, from where to where */
async function fit(
  { host, seed, signal, progress }: AnalysisTask,
  { plugin, options }: { readonly plugin: string; readonly options: RecommendationsAnalysis['options'] },
  input: RecommenderInput,
  [from, to]: readonly [number, number],
): Promise<FittedPlugin> {
  return await host.fit({
    ...{ kind: 'recommender', plugin, input, seed, signal },
    ...(options === undefined ? {} : { options }),
    progress: (share, note) => {
      progress(from + (to - from) * share, note);
    },
  });
}

function answering(model: Fitted): AnswersLists {
  return async (histories, wanted) => listsOf((await model.ask('recommend', histories, wanted)) as ItemLists);
}

/** How popular each item is, by the plugin that is the rival of all. */
async function popularityOf(task: AnalysisTask, lesson: RecommenderInput): Promise<Float64Array> {
  const { count } = lesson.items;
  const rival = await task.host.openFitted(
    await fit(task, { plugin: 'popular', options: undefined }, lesson, [0.5, 0.55]),
  );
  try {
    const everything = Uint32Array.from({ length: count }, (_, item) => item);
    const scores = (await rival.ask('rank', emptyHistory(), everything)) as Float64Array;
    return scores.map((score) => (Number.isNaN(score) ? 0 : score));
  } finally {
    await rival.close();
  }
}
