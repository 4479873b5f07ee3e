/**
 * npm run bench -- decisions [--json] [--seconds N] [--only pglite|postgres] [--against FOLDER] [--profile FOLDER]: the
 * decision API with inline facts, summary explanations and the durable log, beside a bare Nest and Fastify echo and, on
 * PostgreSQL, what a team would build instead: Fastify, json-rules-engine and pg, with the same guarantees and with none
 * (bench/decisions/peer). All decide by the same documents, and alike; that is looked at first.
 *
 * On PGlite, and on PostgreSQL where DATABASE_URL or TEST_DATABASE_URL names one on this machine (scripts/services.sh
 * starts one). Servers and load run in processes of their own; rounds are interleaved and the median round counts. With
 * --against another build of Strata is measured in the same run: a folder with its dist/ and node_modules/.
 */
import { parseArgs } from 'node:util';
import { BARE, BEFORE, ECHO, GUARANTEED, type Home, type Name, STRATA, startContestants } from './contestants.js';
import { CONNECTIONS, medianRound, type Round, runRounds } from './rounds.js';
import { assertSameDecisions } from './same-decisions.js';
import { removeFolder, temporaryFolder, unlimitedRules } from './servers.js';

/** The row "decision API, inline facts" of the quality targets. */
const BARS = {
  shareOfEcho: { pglite: 0.33, postgres: 0.4 },
  timesEchoP99: 3,
  timesGuaranteed: 3,
  timesBare: 1,
  shareOfProcessorBefore: 0.6,
};

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    against: { type: 'string' },
    profile: { type: 'string' },
  },
});
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
const homes = (['pglite', 'postgres'] as const).filter(
  (home) => (options.only ?? home) === home && (home === 'pglite' || serverUrl !== undefined),
);

const results: Awaited<ReturnType<typeof measure>>[] = [];
for (const home of homes) results.push(await measure(home));
if (options.json) process.stdout.write(`${JSON.stringify({ connections: CONNECTIONS, results }, null, 2)}\n`);
else results.forEach(print);

async function measure(home: Home) {
  const folder = temporaryFolder();
  try {
    const rounds = await compare(home, folder);
    const medians = new Map([...rounds].map(([name, all]) => [name, medianRound(all)]));
    return { home, contestants: Object.fromEntries(medians), bars: barsOf(home, medians) };
  } finally {
    removeFolder(folder);
  }
}

async function compare(home: Home, folder: string): Promise<ReadonlyMap<Name, readonly Round[]>> {
  const { against, profile } = options;
  const nodeOptions = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const rules = unlimitedRules(folder);
  const contestants = await startContestants({ home, folder, rules, serverUrl, against, nodeOptions });
  try {
    await assertSameDecisions(contestants);
    return await runRounds(contestants, { rounds: Number(options.rounds), seconds: Number(options.seconds) });
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
}

interface Bar {
  readonly what: string;
  readonly ratio: number;
  readonly reached: boolean;
}

function barsOf(home: Home, medians: ReadonlyMap<Name, Round>): readonly Bar[] {
  const times = (other: Name, key: keyof Round): number | undefined => {
    const [own, others] = [medians.get(STRATA)?.[key], medians.get(other)?.[key]];
    return own === undefined || others === undefined ? undefined : own / others;
  };
  return [
    atLeast(BARS.shareOfEcho[home], times(ECHO, 'requestsPerSecond'), 'of the echo'),
    atMost(BARS.timesEchoP99, times(ECHO, 'p99'), "times the echo's p99"),
    atLeast(BARS.timesGuaranteed, times(GUARANTEED, 'requestsPerSecond'), `times ${GUARANTEED}`),
    atLeast(BARS.timesBare, times(BARE, 'requestsPerSecond'), `times ${BARE}`),
    atMost(BARS.shareOfProcessorBefore, times(BEFORE, 'processor'), 'of the processor time before'),
  ].flat();
}

function atLeast(bar: number, ratio: number | undefined, of: string): readonly Bar[] {
  if (ratio === undefined) return [];
  return [{ what: `${of}, at least ${String(bar)}`, ratio: round2(ratio), reached: ratio >= bar }];
}

function atMost(bar: number, ratio: number | undefined, of: string): readonly Bar[] {
  if (ratio === undefined) return [];
  return [{ what: `${of}, at most ${String(bar)}`, ratio: round2(ratio), reached: ratio <= bar }];
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

function print({ home, contestants, bars }: (typeof results)[number]): void {
  const echo = contestants[ECHO]!.requestsPerSecond;
  const line = (name: string, figures: readonly string[]) =>
    `  ${name.padEnd(28)}${figures.map((figure) => figure.padStart(14)).join('')}\n`;
  process.stdout.write(`${home}, ${String(CONNECTIONS)} connections\n`);
  process.stdout.write(line('', ['requests/s', 'of the echo', 'p99 ms', 'processor µs']));
  for (const [name, { requestsPerSecond, p99, processor }] of Object.entries(contestants)) {
    const share = (requestsPerSecond / echo).toFixed(2);
    process.stdout.write(line(name, [String(requestsPerSecond), share, String(p99), String(processor ?? 'not told')]));
  }
  for (const { what, ratio, reached } of bars) {
    process.stdout.write(`  ${reached ? 'reached' : 'MISSED '}: ${String(ratio)} ${what}\n`);
  }
}
