import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '#strata/platform';
import { historyOf, type Interactions } from '#sdk';
import { removeFolder, type ServerProcess, startStrata, temporaryFolder } from '../decisions/servers.js';
import { describedItems, simulated } from './recommend-sample.js';

const BAR_MS = 5;
const ASKED = 300;
const DAY = 86_400_000;
/** When the last thing was viewed. */
const END = Date.UTC(2026, 0, 1);

/**
 * How long a recommendation takes whoever asks for it by HTTP: a server on the embedded database with the shipped analysis (`hybrid`), its
 * items and what people viewed, asked one question after the other.
 */
export async function timeByApi(people: number, items: number): Promise<boolean> {
  const home = temporaryFolder();
  try {
    const viewed = simulated(people, items);
    fill(home, viewed, items);
    const server = await startStrata({ home: join(home, 'home'), rules: join(home, 'rules') });
    try {
      console.log(
        `POST /v1/recommendations: the shipped analysis, ${String(people)} people, ${String(items)} items, ${String(viewed.items.length)} events, embedded`,
      );
      return await timeQuestions(server, viewed);
    } finally {
      await server.stop();
    }
  } finally {
    removeFolder(home);
  }
}

async function timeQuestions(server: ServerProcess, viewed: Interactions): Promise<boolean> {
  const firstOf = (person: number): string => itemId(historyOf(viewed, person).items[0] ?? 0);
  const questions: Readonly<Record<string, (turn: number) => object>> = {
    'ten items for somebody': (turn) => ({ userId: personId(turn) }),
    'ten items, one a category': (turn) => ({ userId: personId(turn), perCategory: 1 }),
    'somebody new who viewed one thing': (turn) => ({ history: [firstOf(turn)] }),
    'items like one': (turn) => ({ similarTo: firstOf(turn) }),
  };
  const holds: boolean[] = [];
  for (const [what, question] of Object.entries(questions)) {
    const median = await medianOf(server, question);
    holds.push(median <= BAR_MS);
    console.log(
      `  ${what.padEnd(36)} ${median.toFixed(2)} ms at the median (bar ${String(BAR_MS)} ms)${median > BAR_MS ? '  MISSED' : ''}`,
    );
  }
  return holds.every(Boolean);
}

/** Over the last two thirds: the first is compiled meanwhile. */
async function medianOf(server: ServerProcess, question: (turn: number) => object): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < ASKED; turn++) {
    const body = JSON.stringify(question(turn));
    const begun = performance.now();
    const answer = await fetch(`${server.url}/v1/recommendations`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body },
    });
    const text = await answer.text();
    times.push(performance.now() - begun);
    if (!answer.ok) throw new Error(text);
  }
  const sorted = times.slice(ASKED / 3).sort((first, second) => first - second);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Publishes the shipped rules, imports items and events, and lets the analysis run. */
function fill(folder: string, viewed: Interactions, items: number): void {
  cpSync(join(PACKAGE_ROOT, 'rules'), join(folder, 'rules'), { recursive: true });
  writeFileSync(join(folder, 'items.csv'), itemRows(items));
  writeFileSync(join(folder, 'events.csv'), eventRows(viewed));
  strata(folder, 'rules', 'push', '--reason', 'bench', '--yes');
  strata(folder, 'import', 'items', 'items.csv');
  strata(folder, 'import', 'events', 'events.csv');
  strata(folder, 'analysis', 'run', 'recommendations', '--until', new Date(END).toISOString());
}

function strata(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [join(PACKAGE_ROOT, 'bin', 'strata.js'), ...args], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { ...process.env, STRATA_HOME: join(folder, 'home'), DATABASE_URL: '' },
  });
  if (status !== 0) throw new Error(`strata ${args.join(' ')}: ${stderr}`);
}

function itemRows(count: number): string {
  const { columns } = describedItems(count);
  const cellOf = (name: string, item: number): string => {
    const column = columns.find((each) => each.name === name);
    if (column?.type === 'category') return column.categories[column.codes[item] ?? 0] ?? '';
    if (column?.type === 'number') return (column.values[item] ?? 0).toFixed(2);
    return column?.type === 'text' ? (column.texts[item] ?? '') : '';
  };
  const names = ['category', 'brand', 'price', 'title'];
  const rows = Array.from({ length: count }, (_, item) =>
    [itemId(item), ...names.map((name) => cellOf(name, item))].join(),
  );
  return `${['id', ...names].join()}\n${rows.join('\n')}\n`;
}

function eventRows(viewed: Interactions): string {
  const rows = ['user_id,name,at,properties'];
  for (let person = 0; person < viewed.people; person++) {
    const { items, ages } = historyOf(viewed, person);
    items.forEach((item, place) => {
      const at = new Date(END - DAY * (ages[place] ?? 0)).toISOString();
      rows.push(`${personId(person)},item_viewed,${at},"{""item"":""${itemId(item)}""}"`);
    });
  }
  return `${rows.join('\n')}\n`;
}

function personId(person: number): string {
  return `person-${String(person)}`;
}

function itemId(item: number): string {
  return `item-${String(item)}`;
}
