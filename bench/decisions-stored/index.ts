/**
 * npm run bench -- decisions-stored [--users N] [--events N] [--seconds N] [--json]: the decision API with stored
 * profiles on PostgreSQL, as a share of a bare Nest and Fastify endpoint that selects one row, in the same run, with
 * the processor time a request, of server and database together, which other things on the machine change little; and
 * the time and the plan of one person's gather. Needs DATABASE_URL or TEST_DATABASE_URL (scripts/services.sh gives one). The
 * database is made once a size and kept. Servers and load run in processes of their own; rounds are interleaved and the
 * median round counts.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { seededRandom } from '#sdk';
import { ConnectionTimes, processorSeconds } from '../decisions/processor-time.js';
import {
  removeFolder,
  type ServerProcess,
  startProcess,
  startStrata,
  temporaryFolder,
  unlimitedRules,
} from '../decisions/servers.js';
import { gatherTimes } from './gather.js';
import { storedPopulation } from './population.js';

const CONNECTIONS = 32;
const ROUNDS = 5;
const WARM_UP_SECONDS = 4;
/** The row "decision API, stored profile" of the quality targets. */
const BAR = 0.5;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '20000000' },
    seconds: { type: 'string', default: '4' },
    profile: { type: 'string' },
  },
});
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
if (serverUrl === undefined) {
  process.stderr.write('It needs PostgreSQL: bash scripts/services.sh npm run bench -- decisions-stored\n');
  process.exit(2);
}
const size = { users: Number(options.users), events: Number(options.events) };
const random = seededRandom(11);

const folder = temporaryFolder();
try {
  const databaseUrl = await storedPopulation(serverUrl, size, folder);
  const gather = await gatherTimes(databaseUrl, size.users, folder);
  const result = { size, connections: CONNECTIONS, gather, ...(await compare(databaseUrl)) };
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else print(result);
} finally {
  removeFolder(folder);
}

interface Round {
  readonly requestsPerSecond: number;
  readonly p99: number;
  /** Microseconds of processor time a request, of server and database together; NaN where nobody tells. */
  readonly processor: number;
}

async function compare(databaseUrl: string) {
  const nodeOptions = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
  const select = await startProcess([fileURLToPath(new URL('select-server.js', import.meta.url))], {
    DATABASE_URL: databaseUrl,
  });
  const strata = await startStrata({ home: folder, rules: unlimitedRules(folder), databaseUrl, nodeOptions });
  const times = await ConnectionTimes.open(databaseUrl);
  try {
    for (const server of [select, strata]) await load(server, WARM_UP_SECONDS, times);
    const rounds = { select: [] as Round[], strata: [] as Round[] };
    for (let round = 0; round < ROUNDS; round++) {
      rounds.select.push(await load(select, Number(options.seconds), times));
      rounds.strata.push(await load(strata, Number(options.seconds), times));
    }
    const [peer, ours] = [summary(rounds.select), summary(rounds.strata)];
    return { select: peer, strata: ours, share: ours.requestsPerSecond / peer.requestsPerSecond };
  } finally {
    await times.close();
    await strata.stop();
    await select.stop();
  }
}

/** Users drawn at random, nothing inline: half of the questions for one strategy, the others for all. */
async function load({ url, process: { pid } }: ServerProcess, seconds: number, times: ConnectionTimes): Promise<Round> {
  await times.since();
  const before = processorSeconds(pid) ?? Number.NaN;
  const result = await autocannon({
    url: `${url}/v1/decisions`,
    connections: CONNECTIONS,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: [
      {
        setupRequest: (request) => {
          const strategy = random.uniform() < 0.5 ? {} : { strategy: 'win-back-coupon' };
          const body = JSON.stringify({ userId: `user-${String(1 + random.integer(size.users))}`, ...strategy });
          return { ...request, body };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${String(result.non2xx)} answers were not 200, ${String(result.errors)} requests failed`);
  }
  const taken = (processorSeconds(pid) ?? Number.NaN) - before + ((await times.since()) ?? Number.NaN);
  const processor = (taken / result.requests.total) * 1e6;
  return { requestsPerSecond: result.requests.average, p99: result.latency.p99, processor };
}

function summary(rounds: readonly Round[]): Round {
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return {
    requestsPerSecond: Math.round(median(rounds.map(({ requestsPerSecond }) => requestsPerSecond))),
    p99: median(rounds.map(({ p99 }) => p99)),
    processor: Math.round(median(rounds.map(({ processor }) => processor))),
  };
}

function print({ gather, select, strata, share }: Awaited<ReturnType<typeof compare>> & { gather: Gathered }): void {
  const line = (name: string, { requestsPerSecond, p99, processor }: Round) =>
    `  ${name.padEnd(15)} ${String(requestsPerSecond).padStart(7)} requests/s   p99 ${String(p99)} ms   processor ${String(processor)} µs\n`;
  process.stdout.write(`${options.users} people, ${options.events} events, ${String(CONNECTIONS)} connections\n`);
  process.stdout.write(line('one-row SELECT', select) + line('Strata', strata));
  process.stdout.write(`  ${share.toFixed(2)} of the one-row SELECT\n`);
  process.stdout.write(`  ${share >= BAR ? 'reached' : 'MISSED '}: at least ${String(BAR)}\n`);
  const { people, medianMs, p99Ms, partitions, scans } = gather;
  process.stdout.write(`one person's facts, ${String(people)} one after the other: median ${String(medianMs)} ms, `);
  process.stdout.write(`p99 ${String(p99Ms)} ms, ${String(partitions)} of 16 partitions read\n`);
  for (const scan of scans) process.stdout.write(`  ${scan}\n`);
}
type Gathered = Awaited<ReturnType<typeof gatherTimes>>;
