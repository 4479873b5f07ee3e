/**
 * npm run bench -- decisions [--json] [--seconds N]: the decision API with inline facts, summary explanations and the
 * durable log, as a share of a bare Nest and Fastify echo in the same run. On PGlite, and on PostgreSQL where
 * DATABASE_URL or TEST_DATABASE_URL names one (scripts/services.sh starts one). Servers and load run in processes of
 * their own; rounds are interleaved and the median round counts.
 */
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { freshDatabase } from './fresh-database.js';
import { decisionBodies } from './requests.js';
import {
  removeFolder,
  type ServerProcess,
  startEcho,
  startStrata,
  temporaryFolder,
  unlimitedRules,
} from './servers.js';

const CONNECTIONS = 32;
const ROUNDS = 5;
const WARM_UP_SECONDS = 3;

/** The row "decision API, inline facts" of the quality targets: share of the echo's requests, multiple of its p99. */
const BARS = { pglite: 0.3, postgres: 0.4 };
const MOST_P99 = 3;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const databaseUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
const homes = (databaseUrl === undefined ? (['pglite'] as const) : (['pglite', 'postgres'] as const)).filter(
  (home) => options.only === undefined || options.only === home,
);
let seed = 0;

const results: Awaited<ReturnType<typeof measure>>[] = [];
for (const home of homes) results.push(await measure(home));
if (options.json) process.stdout.write(`${JSON.stringify({ connections: CONNECTIONS, results }, null, 2)}\n`);
else print();

interface Round {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

async function measure(home: keyof typeof BARS) {
  const folder = temporaryFolder();
  const database = home === 'postgres' ? await freshDatabase(databaseUrl!) : undefined;
  const nodeOptions = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
  const strata = await startStrata({
    home: folder,
    rules: unlimitedRules(folder),
    databaseUrl: database?.url,
    nodeOptions,
  });
  const echo = await startEcho();
  try {
    await load(echo, WARM_UP_SECONDS);
    await load(strata, WARM_UP_SECONDS);
    const rounds = { echo: [] as Round[], strata: [] as Round[] };
    for (let round = 0; round < ROUNDS; round++) {
      rounds.echo.push(await load(echo, Number(options.seconds)));
      rounds.strata.push(await load(strata, Number(options.seconds)));
    }
    return summary(home, rounds.echo, rounds.strata);
  } finally {
    await strata.stop();
    await echo.stop();
    await database?.drop();
    removeFolder(folder);
  }
}

/** New users in every round, so that nobody is asked about twice. */
async function load({ url }: ServerProcess, seconds: number): Promise<Round> {
  const bodies = decisionBodies(60_000, ++seed);
  let next = 0;
  const result = await autocannon({
    url: `${url}/v1/decisions`,
    connections: CONNECTIONS,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length]! }) }],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${String(result.non2xx)} answers were not 200, ${String(result.errors)} requests failed`);
  }
  return { requestsPerSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

function summary(home: keyof typeof BARS, echo: readonly Round[], strata: readonly Round[]) {
  const of = (rounds: readonly Round[], key: keyof Round) => median(rounds.map((round) => round[key]));
  const share = of(strata, 'requestsPerSecond') / of(echo, 'requestsPerSecond');
  const p99 = of(strata, 'p99') / of(echo, 'p99');
  return {
    home,
    echo: { requestsPerSecond: Math.round(of(echo, 'requestsPerSecond')), p99: of(echo, 'p99') },
    strata: { requestsPerSecond: Math.round(of(strata, 'requestsPerSecond')), p99: of(strata, 'p99') },
    shareOfEcho: round2(share),
    timesEchoP99: round2(p99),
    bars: [
      { what: `at least ${String(BARS[home])} of the echo`, reached: share >= BARS[home] },
      { what: `p99 at most ${String(MOST_P99)} times the echo's`, reached: p99 <= MOST_P99 },
    ],
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(): void {
  for (const { home, echo, strata, shareOfEcho, timesEchoP99, bars } of results) {
    const line = (name: string, { requestsPerSecond, p99 }: typeof echo) =>
      `  ${name.padEnd(8)} ${String(requestsPerSecond).padStart(7)} requests/s   p99 ${String(p99)} ms\n`;
    process.stdout.write(`${home}, ${String(CONNECTIONS)} connections\n`);
    process.stdout.write(line('echo', echo) + line('Strata', strata));
    process.stdout.write(`  ${String(shareOfEcho)} of the echo, p99 ${String(timesEchoP99)} times the echo's\n`);
    for (const { what, reached } of bars) process.stdout.write(`  ${reached ? 'reached' : 'MISSED '}: ${what}\n`);
  }
}
