/**
 * npm run bench -- console [--users N] [--events N] [--json]: how long each page of the console takes until somebody can use it, with
 * a hundred strategies published and a million people stored on PostgreSQL, in Debian's Chromium (or CHROMIUM). Needs DATABASE_URL
 * or TEST_DATABASE_URL (scripts/services.sh gives one); the database is made once a size and kept. Each page is opened by its
 * address several times; the median and the worst count. Beside them: an empty page of the same server, and keys in an editor.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { storedPopulation } from '../decisions-stored/population.js';
import { removeFolder, startStrata, temporaryFolder } from '../decisions/servers.js';

const ROUNDS = 3;
/** A page can be used in less after one went to it. */
const BAR_MS = 1_000;
const STRATEGIES = 100;
const KEYS = 'twenty letters typed';
const PATHS = [
  '/rules',
  '/rules/segments',
  '/rules/strategies/copy-5',
  '/rules/segments/dormant-customers',
  '/people',
  '/people/user-5',
  '/playground?user=user-5',
  '/models',
  '/models/natural-conversion',
  '/experiments',
  '/campaigns',
  '/campaigns/november-win-back',
  '/customers',
  '/customers/rfm',
  '/activity',
  '/',
];

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '5000000' },
  },
});
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
if (serverUrl === undefined) {
  process.stderr.write('It needs PostgreSQL: bash scripts/services.sh npm run bench -- console\n');
  process.exit(2);
}

const home = temporaryFolder();
const size = { users: Number(options.users), events: Number(options.events) };
const server = await startStrata({ home, databaseUrl: await storedPopulation(serverUrl, size, home) });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const before = await publishMany();
try {
  const { pages, keys, document } = await measure(browser);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ size, strategies: STRATEGIES, pages, keys, document }, null, 2)}\n`);
  else print(pages, keys, document);
} finally {
  await ask('POST', '/v1/releases/rollback', { hash: before });
  await browser.close();
  await server.stop();
  removeFolder(home);
}

interface Timed {
  readonly path: string;
  /** Milliseconds until it could be used, the first time among them. */
  readonly median: number;
  readonly worst: number;
}

async function measure(
  from: Browser,
): Promise<{ readonly pages: readonly Timed[]; readonly keys: number; readonly document: number }> {
  const page = await from.newPage({ baseURL: server.url, viewport: { width: 1280, height: 900 } });
  const times = new Map<string, number[]>(PATHS.map((path) => [path, []]));
  const empty: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    empty.push(await timeOf(() => page.goto('/healthz')));
    for (const path of PATHS) times.get(path)?.push(await timeOf(() => open(page, path)));
  }
  await open(page, '/rules/segments/dormant-customers');
  const title = page.getByRole('textbox', { name: 'Title' });
  const keys = await timeOf(() => title.pressSequentially(KEYS));
  const pages = PATHS.map((path) => ({ path, ...spread(times.get(path) ?? []) }));
  return { pages, keys, document: spread(empty).median };
}

/** Goes to a page and waits until there is something to use below its title; counts of people may come later. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('main h1').first().waitFor();
  await page.locator('main :is(a, button, input, table)').first().waitFor();
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function spread(times: readonly number[]): { readonly median: number; readonly worst: number } {
  const sorted = times.toSorted((first, second) => first - second);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, worst: sorted.at(-1) ?? Number.NaN };
}

/** Publishes copies of a strategy until there are a hundred. @returns the hash of the release before */
async function publishMany(): Promise<string> {
  const { releases } = (await ask('GET', '/v1/releases?limit=1')) as { releases: { hash: string }[] };
  const hash = releases[0]?.hash ?? '';
  const { documents } = (await ask('GET', `/v1/releases/${hash}`)) as { documents: { strategies: { id: string }[] } };
  const [first] = documents.strategies.toSorted((one, other) => other.id.localeCompare(one.id, 'en'));
  const copies = Array.from({ length: STRATEGIES - documents.strategies.length }, (_, place) => ({
    ...first,
    id: `copy-${String(place + 1)}`,
    title: `Strategy number ${String(place + 1)}`,
  }));
  const strategies = [...documents.strategies, ...copies];
  await ask('POST', '/v1/releases?reason=bench', { ...documents, strategies });
  return hash;
}

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const sent =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${server.url}${path}`, { method, ...sent });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
  return await answer.json();
}

function print(pages: readonly Timed[], keys: number, document: number): void {
  const whole = (milliseconds: number): string => milliseconds.toFixed(0).padStart(6);
  console.log(
    `${String(size.users)} people, ${String(size.events)} events, ${String(STRATEGIES)} strategies; milliseconds until a page can be used`,
  );
  console.log(`  ${'page'.padEnd(36)} median  worst of ${String(ROUNDS)}`);
  console.log(`  ${'(an empty page of the server)'.padEnd(36)} ${whole(document)}`);
  for (const { path, median, worst } of pages) {
    console.log(`  ${path.padEnd(36)} ${whole(median)} ${whole(worst)}${median > BAR_MS ? '  MISSED' : ''}`);
  }
  const slow = pages.filter(({ median }) => median > BAR_MS).length;
  console.log(`  ${slow === 0 ? 'reached' : `missed by ${String(slow)} pages`}: at most ${String(BAR_MS)} ms`);
  console.log(`  ${String(KEYS.length)} keys in an editor ${whole(keys)} ms`);
}
