import { type Command, InvalidArgumentError } from 'commander';
import { type Condition } from '#strata/engine';
import {
  answerTo,
  assertWanted,
  type RecommendationQuestion,
  recommenderCalled,
  RecommenderDesk,
  type RecommendedList,
} from '#strata/analytics/recommending';
import { createLogger } from '#strata/platform/telemetry';
import { StrataError } from '#sdk';
import { share, wholeNumber } from '../../options/model-options.js';
import { decimals, printJson, printLine, printTable } from '../../output/output.js';
import { withWorkspace } from '../../workspace/workspace.js';
import { recommendToAll } from './recommend-lists.js';
import { seekPeople } from './recommend-people.js';
import { type RecommendOptions, type RecommendWork } from './recommend-work.js';

const MOST_ITEMS = 200;
const MOST_PEOPLE = 1_000_000_000;

/** `strata recommend` */
export function registerRecommend(program: Command): void {
  program
    .command('recommend')
    .description('items for a user or for many, items like one, the order of search results, or people for an item')
    .argument('[user]', 'whom items are recommended to')
    .option('--model <analysis>', 'the analysis that recommends; the only one unless told')
    .option('--items <number>', 'how many items', wholeNumber(1, MOST_ITEMS), 10)
    .option('--similar <item>', 'the items most like this one')
    .option('--order <items>', 'orders these items for the user (ids, with commas between)', idList)
    .option('--history <items>', 'what somebody had beside what is stored (ids, with commas between)', idList)
    .option('--where <condition>', 'a condition over the facts of items, as JSON', parseCondition)
    .option('--per-category <number>', 'at most so many items of one category', wholeNumber(1, MOST_ITEMS))
    .option('--diversity <share>', 'how unlike each other the items are, 0 (unless told) to 1', share)
    .option('--without <items>', 'items that may not stand there (ids, with commas between)', idList)
    .option('--bought', 'also what the user had already')
    .option(
      '--users <file>',
      'lists for all users of a file (CSV, NDJSON, Parquet) or of a folder of Parquet, written to --out',
    )
    .option('--people <item>', 'the people most likely to buy this item: an audience, written to --out')
    .option('--people-of-category <category>', 'the same for any item of a category')
    .option('--most <number>', 'people at most', wholeNumber(1, MOST_PEOPLE), 10_000)
    .option('--out <file>', 'where lists and audiences go: .csv, .ndjson or .parquet')
    .option('--json', 'for machines')
    .addHelpText('after', EXAMPLES)
    .action((user: string | undefined, options: RecommendOptions) => recommend(user, options));
}

const EXAMPLES = `
Examples:
  $ strata recommend u-1001 --items 5 --per-category 2
  $ strata recommend u-1001 --where '{"all":[{"fact":"price","operator":"lessThan","value":50}]}'
  $ strata recommend --similar sku-1
  $ strata recommend u-1001 --order sku-3,sku-1,sku-2
  $ strata recommend --users users.csv --out lists.parquet
  $ strata recommend --people sku-1 --most 5000 --out audience.csv
`;

function idList(text: string): readonly string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function parseCondition(text: string): Condition {
  try {
    const condition: unknown = JSON.parse(text);
    if (typeof condition === 'object' && condition !== null) return condition as Condition;
  } catch {
    // Told below.
  }
  throw new InvalidArgumentError(
    'It is no condition in JSON, such as {"fact":"stock","operator":"greaterThan","value":0}.',
  );
}

async function recommend(user: string | undefined, options: RecommendOptions): Promise<void> {
  const { people, peopleOfCategory, users } = options;
  assertOneQuestion(user, options);
  await withWorkspace(async (workspace) => {
    const { documents } = await (await workspace.releases()).published();
    const database = await workspace.database();
    const log = createLogger({ logLevel: 'warn' });
    const desk = new RecommenderDesk({ database, host: await workspace.host(), log });
    const model = recommenderCalled(documents, options.model).id;
    const work: RecommendWork = { workspace, desk, documents, model, now: Date.now() };
    try {
      assertWanted(options, documents);
      if (people !== undefined) await seekPeople(work, { item: people }, options);
      else if (peopleOfCategory !== undefined) await seekPeople(work, { category: peopleOfCategory }, options);
      else if (users !== undefined) await recommendToAll(work, users, options);
      else await answer(work, questionOf(user, options), options);
    } finally {
      await desk.close();
    }
  });
}

/** What is asked, by the option that asks it: the options that go with none of the others. */
const QUESTIONS = ['users', 'people', 'peopleOfCategory', 'similar'] as const;
/** What some questions leave no room for. */
const FOREIGN: Readonly<Record<(typeof QUESTIONS)[number], readonly (keyof RecommendOptions)[]>> = {
  users: ['order', 'history'],
  people: ['order', 'history', 'where', 'perCategory', 'diversity', 'without'],
  peopleOfCategory: ['order', 'history', 'where', 'perCategory', 'diversity', 'without'],
  similar: ['order', 'history', 'bought'],
};

/** An option that would change nothing is refused. @throws StrataError BAD_USAGE */
function assertOneQuestion(user: string | undefined, options: RecommendOptions): void {
  const asked = QUESTIONS.filter((question) => options[question] !== undefined);
  const [first, second] = asked;
  if (first === undefined) return;
  const foreign = second ?? FOREIGN[first].find((option) => options[option] !== undefined);
  if (user === undefined && foreign === undefined) return;
  const other = user === undefined && foreign !== undefined ? optionOf(foreign) : `USER (${user ?? ''})`;
  throw new StrataError('BAD_USAGE', `${optionOf(first)} and ${other} do not go together.`, {
    problems: [
      {
        message: `${optionOf(first)} takes no ${other}`,
        expected: 'one question: USER, --similar, --users, --people or --people-of-category',
      },
    ],
  });
}

function optionOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function questionOf(
  user: string | undefined,
  { items, similar, order, history, where, perCategory, diversity, without, bought }: RecommendOptions,
): RecommendationQuestion {
  if (user === undefined && similar === undefined && history === undefined) {
    throw new StrataError('BAD_USAGE', 'Nobody and nothing is named.', {
      problems: [
        { message: 'there is nobody to recommend to', expected: 'USER, --similar, --history, --users or --people' },
      ],
    });
  }
  return { userId: user, similarTo: similar, order, history, items, where, perCategory, diversity, without, bought };
}

async function answer(
  { desk, documents, model, now }: RecommendWork,
  question: RecommendationQuestion,
  { json }: RecommendOptions,
): Promise<void> {
  const parts = { desk, at: { documents, now } };
  const list = await answerTo({ ...question, model }, parts);
  if (json) printJson(list);
  else printList(list);
}

function printList({ model, version, learnedAt, items, fallback }: RecommendedList): void {
  printTable(
    ['', 'item', 'title', 'score', 'why'],
    items.map(({ id, title = '–', score, words }, place) => [place + 1, id, title, decimals(score), words]),
  );
  printLine(`${model}, version ${String(version)}, learned until ${learnedAt}.`);
  if (fallback === 'popular') printLine('The recommender had nothing to say: what is popular stands in its place.');
  if (fallback === 'none') printLine('There is nothing that may be recommended.');
}
