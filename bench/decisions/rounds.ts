import autocannon from 'autocannon';
import { type Contestant, type Name } from './contestants.js';
import { decisionBodies } from './requests.js';

export const CONNECTIONS = 32;

/** One contestant under load for some seconds. */
export interface Round {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time a request, of server and database together; undefined where nobody tells. */
  readonly processor: number | undefined;
}

let seed = 0;

/** Rounds in turns, so that the load of the machine meets all alike; the first of each only warms up. */
export async function runRounds(
  contestants: readonly Contestant[],
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<ReadonlyMap<Name, readonly Round[]>> {
  const ran = new Map<Name, Round[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      const measured = await load(contestant, seconds);
      if (round > 0) ran.get(contestant.name)!.push(measured);
    }
  }
  return ran;
}

/** The median round, figure by figure. */
export function medianRound(rounds: readonly Round[]): Round {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key] ?? Number.NaN));
  return {
    requestsPerSecond: Math.round(of('requestsPerSecond')),
    p50: of('p50'),
    p99: of('p99'),
    processor: rounds.some(({ processor }) => processor === undefined) ? undefined : Math.round(of('processor')),
  };
}

/** New users in every round, so that nobody is asked about twice. */
async function load(contestant: Contestant, seconds: number): Promise<Round> {
  const bodies = decisionBodies(60_000, ++seed);
  let next = 0;
  await contestant.processorSince();
  const result = await autocannon({
    url: `${contestant.url}/v1/decisions`,
    connections: CONNECTIONS,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length]! }) }],
  });
  const processor = await contestant.processorSince();
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${contestant.name}: ${String(result.non2xx)} answers were not 200, ${String(result.errors)} failed`,
    );
  }
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    processor: processor === undefined ? undefined : (processor / result.requests.total) * 1e6,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
