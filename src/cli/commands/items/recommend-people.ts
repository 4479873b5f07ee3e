import { type LikelyPerson, type SoughtGoods } from '#strata/analytics/recommending';
import { decimals, printJson, printLine, printTable, startProgress } from '../../output/output.js';
import { outOf, type RecommendOptions, type RecommendWork } from './recommend-work.js';
import { writeRows } from './write-rows.js';

const FIELDS = [
  { name: 'user_id', type: 'text' },
  { name: 'score', type: 'number' },
  { name: 'item', type: 'text' },
] as const;

const SHOWN = 5;

/** `strata recommend --people ITEM --out FILE`: who is most likely to buy it, the best first, as an audience of a campaign. */
export async function seekPeople(
  { desk, documents, model, now }: RecommendWork,
  goods: SoughtGoods,
  options: RecommendOptions,
): Promise<void> {
  const out = outOf(options);
  const progress = startProgress('Seeking people');
  try {
    const question = { goods, most: options.most, bought: options.bought ?? false };
    const told = (people: number): void => {
      progress.update(0, `${String(people)} people`);
    };
    const people = await desk.people(model, { ...question, progress: told }, { documents, now });
    await writeRows(out, FIELDS, blocksOf(people));
    progress.end();
    if (options.json) printJson({ people: people.length, out });
    else tell(people, out);
  } finally {
    progress.end();
  }
}

const ROWS_A_BLOCK = 50_000;

// eslint-disable-next-line @typescript-eslint/require-await -- what is written takes rows as they come
async function* blocksOf(people: readonly LikelyPerson[]) {
  for (let start = 0; start < people.length; start += ROWS_A_BLOCK) {
    yield people.slice(start, start + ROWS_A_BLOCK).map(({ person, score, item }) => [person, score, item] as const);
  }
}

function tell(people: readonly LikelyPerson[], out: string): void {
  printTable(
    ['user', 'score', 'item'],
    people.slice(0, SHOWN).map(({ person, score, item }) => [person, decimals(score), item]),
  );
  printLine(`${String(people.length)} people, the likeliest first: ${out}`);
  printLine('A score orders people; it is no probability.');
  if (people.length > 0) printLine(`As an audience:  strata campaign run STRATEGY --audience stored --among ${out}`);
}
