/**
 * npm run bench -- shuffled [--events N] [--users N] [--json]: N events once in the order in which they happened, and the
 * same events twice and shuffled, each into an empty database; prints whether all facts of all users are the same, and
 * how fast the events came in. On PostgreSQL where DATABASE_URL or TEST_DATABASE_URL names one, else embedded.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { seededRandom } from '#sdk';
import { compileRelease, type CompiledRelease } from '#strata/engine/plan';
import { loadConfig } from '#strata/platform/config';
import { openDatabase } from '#strata/platform/database';
import { FactGatherer } from '#strata/profiles/facts';
import { ProfileStore } from '#strata/profiles/people';
import { type TrackCall } from '#strata/profiles/calls';
import { loadDocuments } from '#strata/rulebook/documents';
import { validateDocuments } from '#strata/rulebook/checks';
import { freshDatabase } from '../decisions/fresh-database.js';
import { removeFolder, temporaryFolder } from '../decisions/servers.js';

const BATCH = 50_000;
const ASKED = 5_000;
const NOW = Date.UTC(2026, 10, 22);
const YEAR_MS = 365 * 86_400_000;
const NAMES = ['order_placed', 'coupon_viewed', 'page_viewed', 'cart_updated'] as const;

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    users: { type: 'string', default: '50000' },
    json: { type: 'boolean', default: false },
  },
});
const size = { events: Number(options.events), users: Number(options.users) };
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];

const events = Array.from({ length: size.events }, (_, index) => eventOf(index));
const once = await factsAfter(events);
const twice = await factsAfter(shuffled([...events, ...events]));
const result = { ...size, equal: once.facts === twice.facts, once, twice };
if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
else {
  const rate = ({ perSecond }: Outcome) => `${String(Math.round(perSecond / 1000))} k events/s`;
  process.stdout.write(
    `${String(size.events)} events of ${String(size.users)} users\n` +
      `in order      ${rate(once)}\ntwice, mixed  ${rate(twice)}, ${String(twice.duplicates)} duplicates\n` +
      `all facts     ${result.equal ? 'the same' : 'DIFFERENT'}\n`,
  );
}
process.exitCode = result.equal ? 0 : 1;

interface Outcome {
  readonly perSecond: number;
  readonly duplicates: number;
  /** SHA-256 of all facts of all users. */
  readonly facts: string;
}

async function factsAfter(calls: readonly TrackCall[]): Promise<Outcome> {
  const home = temporaryFolder();
  const fresh = serverUrl === undefined ? undefined : await freshDatabase(serverUrl);
  const database = await openDatabase({ home, ...(fresh === undefined ? {} : { databaseUrl: fresh.url }) });
  try {
    const store = new ProfileStore(database);
    let duplicates = 0;
    const started = performance.now();
    for (let first = 0; first < calls.length; first += BATCH) {
      duplicates += (await store.track(calls.slice(first, first + BATCH))).duplicates;
    }
    const seconds = (performance.now() - started) / 1000;
    const facts = await hashOfFacts(new FactGatherer(database), await shippedRelease());
    return { perSecond: calls.length / seconds, duplicates, facts };
  } finally {
    await database.close();
    await fresh?.drop();
    removeFolder(home);
  }
}

async function hashOfFacts(gatherer: FactGatherer, release: CompiledRelease): Promise<string> {
  const hash = createHash('sha256');
  for (let first = 0; first < size.users; first += ASKED) {
    const ids = Array.from({ length: Math.min(ASKED, size.users - first) }, (_, index) => userOf(first + index));
    const found = await gatherer.gather(ids, release, NOW);
    for (const id of ids) hash.update(JSON.stringify([id, found.get(id)]));
  }
  return hash.digest('hex');
}

async function shippedRelease(): Promise<CompiledRelease> {
  const { documents } = validateDocuments(await loadDocuments(loadConfig({}).rulesDir), {});
  if (documents === null) throw new Error('the shipped rules are not valid');
  return compileRelease(documents, 'sha256:shipped');
}

function eventOf(index: number): TrackCall {
  const random = seededRandom(index);
  return {
    kind: 'track',
    id: userOf(random.integer(size.users)),
    messageId: `message-${String(index)}`,
    name: NAMES[random.integer(NAMES.length)] ?? NAMES[0],
    properties: { amount: random.integer(100_000) / 100, coupon: random.integer(2) === 0 },
    at: NOW - Math.floor((1 - index / size.events) * YEAR_MS),
  };
}

function userOf(number: number): string {
  return `user-${String(number)}`;
}

/** Fisher and Yates. */
function shuffled<T>(items: T[]): T[] {
  const random = seededRandom(42);
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}
