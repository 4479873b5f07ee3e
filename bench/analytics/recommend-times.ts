import { readFileSync } from 'node:fs';
import { historyOf, type Interactions, type ItemLists, NO_ITEM } from '#sdk';
import { type FittedPlugin, type PluginHost } from '#strata/plugin-host';
import { describedItems, simulated } from './recommend-sample.js';
import { withRecommenders } from './recommend.js';
import { printTime } from './reference.js';

const SEED = 42;
const BAR_SECONDS = 300;
const BAR_MEMORY_MB = 4096;
const BAR_ANSWER_MS = 5;
const ASKED = 300;
/** In which Linux counts. */
const TICK_MS = 10;

/** So many people with twenty items each on average: how long recommenders learn, and an answer of them takes. */
export async function timeRecommenders(people: number, items: number): Promise<boolean> {
  const input = { interactions: simulated(people, items), items: describedItems(items) };
  console.log(
    `${String(people)} people, ${String(items)} items and ${String(input.interactions.items.length)} interactions, in at most ${String(BAR_MEMORY_MB)} MB:`,
  );
  return await withRecommenders({ trainingMemoryMb: BAR_MEMORY_MB }, async (host) => {
    const holds: boolean[] = [];
    for (const plugin of ['item-knn', 'als', 'hybrid']) {
      const begun = performance.now();
      const fitted = await host.fit({ kind: 'recommender', plugin, input, seed: SEED });
      const seconds = (performance.now() - begun) / 1000;
      // A hybrid lets four others learn, twice.
      if (plugin === 'hybrid') console.log(`  hybrid: ${seconds.toFixed(2)} s`);
      else holds.push(printTime(`  ${plugin}`, seconds, BAR_SECONDS));
      holds.push(await timeAnswers(host, fitted, input.interactions));
    }
    return holds.every(Boolean);
  });
}

/** What an answer by API asks of a recommender: ten items that may be recommended, and why. */
async function timeAnswers(host: PluginHost, plugin: FittedPlugin, interactions: Interactions): Promise<boolean> {
  const fitted = await host.openFitted(plugin);
  const count = ((await fitted.ask('count')) as number) || 0;
  const wanted = { count: 10, among: new Uint8Array(count).fill(1), again: false };
  const times: number[] = [];
  let processor = 0;
  for (let person = 0; person < ASKED; person++) {
    // The first third is compiled meanwhile.
    if (person === ASKED / 3) processor = processorMs();
    const history = historyOf(interactions, person);
    const begun = performance.now();
    const { items } = (await fitted.ask('recommend', history, wanted)) as ItemLists;
    await fitted.ask(
      'reasons',
      history,
      items.filter((item) => item !== NO_ITEM),
      2,
    );
    times.push(performance.now() - begun);
  }
  const each = (processorMs() - processor) / (ASKED - ASKED / 3);
  await fitted.close();
  const sorted = times.slice(ASKED / 3).sort((first, second) => first - second);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const verdict = median > BAR_ANSWER_MS ? ', MISSED' : '';
  console.log(
    `    ten items with their reasons: ${median.toFixed(2)} ms at the median (bar ${String(BAR_ANSWER_MS)} ms${verdict}), ${each.toFixed(2)} ms of processor: beside other work only that tells`,
  );
  return median <= BAR_ANSWER_MS;
}

/** What this process and its children have used until now; NaN where the system does not say. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  try {
    const children = readFileSync(`/proc/self/task/${String(process.pid)}/children`, 'utf8')
      .trim()
      .split(' ');
    const ticks = children.flatMap(
      (id) => readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [],
    );
    return (user + system) / 1000 + ticks.reduce((sum, each) => sum + each * TICK_MS, 0);
  } catch {
    return Number.NaN;
  }
}
