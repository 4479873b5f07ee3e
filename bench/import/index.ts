/**
 * npm run bench -- import [--events 300000] [--users 1000000] [--preload 20000000] [--seed 1] [--json]: how many events a
 * second `strata import events` stores in PostgreSQL, in an empty table and in one with 20 million events, and how many
 * of a file that is there already; NDJSON of random users, imported by the built command in a process of its own.
 *
 * With `--twice N`, instead: the same N events imported once, and twice and shuffled, give the same facts.
 *
 * On the server that DATABASE_URL or TEST_DATABASE_URL names (scripts/services.sh starts one), in databases of its own.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { PACKAGE_ROOT } from '#strata/platform';
import { freshDatabase } from '../decisions/fresh-database.js';
import { randomEvents, shuffled, writeNdjson } from './event-files.js';
import { countEvents, preload } from './preload.js';
import { hashOfFacts } from './same-facts.js';

/** Events a second, at every size. */
const BAR = 30_000;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '300000' },
    users: { type: 'string', default: '1000000' },
    preload: { type: 'string', default: '20000000' },
    seed: { type: 'string', default: '1' },
    twice: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const events = Number(values.events);
const users = Number(values.users);
const seed = Number(values.seed);
const server = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
if (server === undefined) {
  process.stderr.write('This needs PostgreSQL: scripts/services.sh npm run bench -- import\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'));
try {
  if (values.twice === undefined) report(await measure(server));
  else await compare(server, Number(values.twice));
} finally {
  rmSync(folder, { recursive: true });
}

interface Run {
  readonly what: string;
  /** Events in the table before. */
  readonly before: number;
  readonly perSecond: number;
  /** Load of the machine before it, as the system counts it. */
  readonly load: number;
  readonly kept: number;
  readonly duplicates: number;
}

async function measure(on: string): Promise<readonly Run[]> {
  const database = await freshDatabase(on);
  try {
    const runs: Run[] = [];
    const run = async (what: string, file: string) => {
      const before = runs.length === 0 ? 0 : await countEvents(database.url);
      runs.push({ what, before, load: loadavg()[0]!, ...(await importEvents(database.url, file)) });
    };
    const file = (name: string) => join(folder, `${name}.ndjson`);
    await writeNdjson(file('first'), randomEvents(events, { users, seed }));
    await writeNdjson(file('later'), randomEvents(events, { users, seed: seed + 1 }));
    await run('at the start', file('first'));
    await fillIn(database.url);
    await run('at full size', file('later'));
    await run('the same again', file('later'));
    return runs;
  } finally {
    await database.drop();
  }
}

async function fillIn(url: string): Promise<void> {
  const begin = performance.now();
  await preload(url, { users, events: Number(values.preload) });
  process.stderr.write(`${values.preload} events filled in in ${seconds(begin)} s\n`);
}

function seconds(begin: number): string {
  return ((performance.now() - begin) / 1000).toFixed(0);
}

interface Summary {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly seconds: number;
}

async function importEvents(url: string, file: string): Promise<Pick<Run, 'perSecond' | 'kept' | 'duplicates'>> {
  const command = [join(PACKAGE_ROOT, 'bin', 'strata.js'), 'import', 'events', file, '--json'];
  const env = { ...process.env, DATABASE_URL: url, STRATA_HOME: join(folder, 'home') };
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  const summary = JSON.parse(stdout) as Summary;
  if (summary.rejected > 0) throw new Error(`${String(summary.rejected)} events were rejected`);
  return {
    perSecond: Math.round(summary.rows / summary.seconds),
    kept: summary.accepted,
    duplicates: summary.duplicates,
  };
}

function report(runs: readonly Run[]): void {
  const bars = runs.map(({ what, perSecond }) => ({ what, bar: BAR, reached: perSecond >= BAR }));
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ events, users, processors: cpus().length, runs, bars }, null, 2)}\n`);
    return;
  }
  for (const { what, before, perSecond, kept, duplicates, load } of runs) {
    process.stdout.write(
      `${what}: ${String(perSecond)} events a second into ${String(before)} (${String(kept)} kept, ` +
        `${String(duplicates)} there already; load ${load.toFixed(1)} on ${String(cpus().length)} processors)\n`,
    );
  }
  for (const { what, reached } of bars)
    process.stdout.write(`${reached ? '✓' : '✗'} ${String(BAR)} a second ${what}\n`);
}

async function compare(on: string, count: number): Promise<void> {
  const sent = randomEvents(count, { users, seed });
  const once = await factsAfter(on, 'once', sent);
  const twice = await factsAfter(on, 'twice', shuffled([...sent, ...sent], seed));
  const same = once.hash === twice.hash && once.stored === twice.stored;
  process.stdout.write(
    `${String(count)} events of ${String(users)} users: stored ${String(once.stored)} once, ${String(twice.stored)} ` +
      `twice and shuffled; facts ${once.hash.slice(0, 12)} and ${twice.hash.slice(0, 12)}: ${same ? 'the same' : 'DIFFERENT'}\n`,
  );
  if (!same) process.exitCode = 1;
}

async function factsAfter(on: string, name: string, sent: Parameters<typeof writeNdjson>[1]) {
  const database = await freshDatabase(on);
  try {
    const file = join(folder, `${name}.ndjson`);
    await writeNdjson(file, sent);
    await importEvents(database.url, file);
    return { stored: await countEvents(database.url), hash: await hashOfFacts(database.url, folder, users) };
  } finally {
    await database.drop();
  }
}
