// npm run bench -- shadow [--rate 100] [--seconds 8] [--rounds 3]
// The decision API under a steady load, with and without an unpublished release that rides along with everybody: latencies,
// and processor time a request of the whole server. Rounds alternate on one server; medians count. On the embedded database,
// or on the PostgreSQL that DATABASE_URL or TEST_DATABASE_URL names.
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { freshDatabase } from '../decisions/fresh-database.js';
import { processorSeconds } from '../decisions/processor-time.js';
import { decisionBodies } from '../decisions/requests.js';
import {
  removeFolder,
  type ServerProcess,
  startStrata,
  temporaryFolder,
  unlimitedRules,
} from '../decisions/servers.js';

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
  },
});
const CONNECTIONS = 8;

interface Round {
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time a request. */
  readonly processor: number;
}

const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
const database = serverUrl === undefined ? undefined : await freshDatabase(serverUrl);
const folder = temporaryFolder();
const server = await startStrata({ home: folder, rules: unlimitedRules(folder), databaseUrl: database?.url });
try {
  await measure(server);
} finally {
  await server.stop();
  await database?.drop();
  removeFolder(folder);
}

async function measure(target: ServerProcess): Promise<void> {
  const rounds = { without: [] as Round[], with: [] as Round[] };
  await load(target, 0);
  for (let round = 0; round < Number(options.rounds); round++) {
    rounds.without.push(await load(target, 2 * round + 1));
    const id = await startShadow(target);
    rounds.with.push(await load(target, 2 * round + 2));
    const report = await ask(target, 'DELETE', `/v1/shadows/${id}`);
    const { seen, dropped, failed } = report['shadow'] as Record<string, number>;
    console.log(
      `  round ${String(round + 1)}: seen ${String(seen)}, left out ${String(dropped)}, failed ${String(failed)}`,
    );
  }
  console.log(`${options.rate} requests a second, ${database === undefined ? 'embedded database' : 'PostgreSQL'}`);
  for (const [name, all] of Object.entries(rounds)) {
    const of = (key: keyof Round) => all.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
    console.log(
      `  ${name.padEnd(8)} p50 ${String(of('p50'))} ms, p99 ${String(of('p99'))} ms, processor ${of('processor').toFixed(0)} µs a request`,
    );
  }
}

async function load({ url, process: child }: ServerProcess, seed: number): Promise<Round> {
  const bodies = decisionBodies(Number(options.rate) * Number(options.seconds) * 2, 7 + seed);
  let next = 0;
  const before = processorSeconds(child.pid) ?? Number.NaN;
  const result = await autocannon({
    url: `${url}/v1/decisions`,
    connections: CONNECTIONS,
    overallRate: Number(options.rate),
    duration: Number(options.seconds),
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length]! }) }],
  });
  const spent = (processorSeconds(child.pid) ?? Number.NaN) - before;
  if (result.non2xx > 0 || result.errors > 0) throw new Error('not all answers were 200');
  return { p50: result.latency.p50, p99: result.latency.p99, processor: (1e6 * spent) / result.requests.total };
}

/** The published release without a strategy. */
async function startShadow(target: ServerProcess): Promise<string> {
  const { release } = await ask(target, 'GET', '/readyz');
  const { documents } = await ask(target, 'GET', `/v1/releases/${String(release)}`);
  const { strategies, ...others } = documents as { readonly strategies: readonly unknown[] };
  const candidate = { ...others, strategies: strategies.slice(1) };
  return String((await ask(target, 'POST', '/v1/shadows', { documents: candidate }))['id']);
}

async function ask(
  { url }: ServerProcess,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`${url}${path}`, { method, ...content });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
