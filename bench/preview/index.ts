/**
 * npm run bench -- preview [--users N] [--events N] [--json]: how long previews of segments take over stored profiles on
 * PostgreSQL: one that reads attributes, one that reads events. Needs DATABASE_URL or TEST_DATABASE_URL
 * (scripts/services.sh gives one); the database is made once a size and kept. Each is asked several times and the median
 * counts; a bare count of the profiles in the same run says how fast the machine is now.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { type Database, openDatabase } from '#strata/platform/database';
import { loadConfig } from '#strata/platform/config';
import { previewSegment, type SegmentPreview } from '#strata/profiles/preview';
import { loadDocuments } from '#strata/rulebook/documents';
import { validateDocuments } from '#strata/rulebook/checks';
import { removeFolder, temporaryFolder } from '../decisions/servers.js';
import { storedPopulation } from '../decisions-stored/population.js';

const ROUNDS = 5;
/** A preview over a million stored profiles answers in less. */
const BAR_MS = 2_000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '20000000' },
  },
});
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
if (serverUrl === undefined) {
  process.stderr.write('It needs PostgreSQL: bash scripts/services.sh npm run bench -- preview\n');
  process.exit(2);
}

const ATTRIBUTES = [
  { fact: 'city', operator: 'in', value: ['Shanghai', 'Hangzhou'] },
  { fact: 'age', operator: 'greaterThan', value: 30 },
  { fact: 'membership', operator: 'equal', value: 'gold' },
];
const CONDITIONS = {
  attributes: { all: ATTRIBUTES },
  events: {
    all: [
      ...ATTRIBUTES.slice(0, 1),
      { fact: 'daysSinceLastOrder', operator: 'greaterThanInclusive', value: 180 },
      { fact: 'averageOrderValue', operator: 'greaterThan', value: 100 },
    ],
  },
};

const folder = temporaryFolder();
const size = { users: Number(options.users), events: Number(options.events) };
const database = await openDatabase({ home: folder, databaseUrl: await storedPopulation(serverUrl, size, folder) });
try {
  const release = await shippedRules();
  const count = await medianOf(() => database.run((manager) => manager.query('select count(*) from profiles')));
  const previews = [];
  for (const [reads, condition] of Object.entries(CONDITIONS)) {
    const { milliseconds, answer } = await medianOf(() => ask(database, release, condition));
    previews.push({ reads, milliseconds, ...answer });
  }
  if (options.json)
    process.stdout.write(`${JSON.stringify({ size, bareCount: count.milliseconds, previews }, null, 2)}\n`);
  else print(count.milliseconds, previews);
} finally {
  await database.close();
  removeFolder(folder);
}

type Release = Parameters<typeof previewSegment>[1]['release'];

async function shippedRules(): Promise<Release> {
  const { documents } = validateDocuments(await loadDocuments(loadConfig({}).rulesDir), {});
  if (documents === null) throw new Error('the shipped rules are not valid');
  return { hash: 'sha256:shipped', documents };
}

function ask(from: Database, release: Release, condition: unknown): Promise<SegmentPreview> {
  const { signal } = new AbortController();
  return previewSegment(from, { condition, release, now: Date.now(), signal });
}

/** The median of several rounds after one that warms up, and the last answer. */
async function medianOf<T>(work: () => Promise<T>): Promise<{ readonly milliseconds: number; readonly answer: T }> {
  let answer = await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    answer = await work();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { milliseconds: Math.round(times[Math.floor(ROUNDS / 2)]!), answer };
}

function print(
  bareCount: number,
  previews: readonly (SegmentPreview & { reads: string; milliseconds: number })[],
): void {
  process.stdout.write(
    `${options.users} people, ${options.events} events; a bare count takes ${String(bareCount)} ms\n`,
  );
  for (const { reads, milliseconds, exact, examined, result } of previews) {
    const { count, interval } = result;
    const how = exact
      ? 'exact'
      : `${String(examined)} people looked at, 95 %: ${String(interval?.low)} to ${String(interval?.high)}`;
    process.stdout.write(
      `  ${reads.padEnd(11)} ${String(milliseconds).padStart(6)} ms   ${String(count)} people (${how})\n`,
    );
    process.stdout.write(`  ${milliseconds <= BAR_MS ? 'reached' : 'MISSED '}: at most ${String(BAR_MS)} ms\n`);
  }
}
