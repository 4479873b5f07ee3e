/**
 * npm run bench -- columns [--people 1000000] [--json]: how many people a second the shipped two-model strategy decides
 * about once their scores are known: as columns (`decideColumns`) and one by one (`decide`), without its experiment and
 * with it (arms and hold-out, two hashes a person at most). Both must come to the same for a sample of people. Rates are of
 * one processor's time, so that other work on the machine does not count; rounds are interleaved and the median counts.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type Strategy } from '#strata/engine';
import { decideColumns, type DecidedPeople, OUTCOMES } from '#strata/engine/columns';
import { decide } from '#strata/engine/decide';
import { compileRelease, type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';
import { loadConfig } from '#strata/platform/config';
import { validateDocuments } from '#strata/rulebook/checks';
import { loadDocuments } from '#strata/rulebook/documents';
import { makePeople, personOf } from './people.js';

const STRATEGY = 'win-back-coupon';
/** So many people are also decided about one by one. */
const SAMPLE = 20_000;
const ROUNDS = 7;
/** People a second of one core. */
const BAR = 3_000_000;

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, people: { type: 'string', default: '1000000' } },
});
const people = makePeople(Number(options.people), 7);
const experiments = await Promise.all(
  [false, true].map(async (draws) => ({ draws, ...(await shippedStrategy(draws)) })),
);
for (const { strategy, release } of experiments) compare(strategy, release);
const measured = measure();
const report = {
  strategy: STRATEGY,
  people: people.rows,
  offered: share(decideColumns(experiments[0]!.strategy, people)),
  rates: measured,
  bytesAPerson: memory(experiments[0]!.strategy),
  bar: { peopleASecond: BAR, reached: (measured[0]?.columns ?? 0) >= BAR },
};
if (options.json) console.log(JSON.stringify(report));
else print();

interface Shipped {
  readonly strategy: CompiledStrategy;
  readonly release: CompiledRelease;
}

async function shippedStrategy(draws: boolean): Promise<Shipped> {
  const { documents } = validateDocuments(await loadDocuments(loadConfig({}).rulesDir), {});
  if (documents === null) throw new Error('the shipped rules are not valid');
  const strategies = documents.strategies
    .filter(({ id }) => id === STRATEGY)
    .map(({ experiment, ...rest }): Strategy => (draws && experiment !== undefined ? { ...rest, experiment } : rest));
  const release = compileRelease({ ...documents, strategies }, 'sha256:shipped');
  return { strategy: release.strategies[0]!, release };
}

/** Both shapes must decide alike, or their speeds mean nothing. */
function compare(strategy: CompiledStrategy, release: CompiledRelease): void {
  const decided = decideColumns(strategy, people);
  for (let row = 0; row < Math.min(SAMPLE, people.rows); row++) {
    const { outcome, level, offer } = oneByOne(release, row);
    const same = [OUTCOMES[decided.outcome[row]!], decided.level[row], outcome === 'offer' ? 0 : -1];
    const held = outcome === 'holdout' ? -1 : decided.offer[row];
    if (!isDeepStrictEqual([outcome, level, offer === null ? -1 : 0], same) || same[2] !== held) {
      throw new Error(`row ${row} is decided differently`);
    }
  }
}

function oneByOne(release: CompiledRelease, row: number): ReturnType<typeof decide> {
  const { input, scores } = personOf(people, row);
  return decide({ input, release, scores, availability: { stockSpent: [], budgetSpent: [] }, detail: 'none' });
}

interface Rates {
  readonly experiment: boolean;
  /** People a second. */
  readonly columns: number;
  readonly oneByOne: number;
}

function measure(): readonly Rates[] {
  const rounds = experiments.map(() => ({ columns: [] as number[], oneByOne: [] as number[] }));
  const inputs = Array.from({ length: Math.min(SAMPLE, people.rows) }, (_, row) => personOf(people, row));
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    experiments.forEach(({ strategy, release }, index) => {
      const columns = rate(people.rows, () => decideColumns(strategy, people));
      const single = rate(inputs.length, () => {
        for (const { input, scores } of inputs) {
          decide({ input, release, scores, availability: { stockSpent: [], budgetSpent: [] }, detail: 'none' });
        }
      });
      if (round > 0) rounds[index]!.columns.push(columns);
      if (round > 0) rounds[index]!.oneByOne.push(single);
    });
  }
  return experiments.map(({ draws }, index) => ({
    experiment: draws,
    columns: Math.round(median(rounds[index]!.columns)),
    oneByOne: Math.round(median(rounds[index]!.oneByOne)),
  }));
}

function rate(count: number, work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (count / (user + system)) * 1e6;
}

/** Bytes of typed arrays a person: what is given, and what comes out. Lists of row numbers come and go in between. */
function memory(strategy: CompiledStrategy): { given: number; decided: number } {
  const each = (bytes: number) => Math.round((10 * bytes) / people.rows) / 10;
  return { given: each(bytesOf(people)), decided: each(bytesOf(decideColumns(strategy, people))) };
}

function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof Map) return [...value.values()].reduce((sum: number, each) => sum + bytesOf(each), 0);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + bytesOf(each), 0);
}

function share({ outcome }: DecidedPeople): number {
  const offered = outcome.reduce((sum, code) => sum + Number(OUTCOMES[code] === 'offer'), 0);
  return Math.round((1000 * offered) / outcome.length) / 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function print(): void {
  const { rates, bytesAPerson, bar, offered } = report;
  const millions = (perSecond: number) => `${(perSecond / 1e6).toFixed(2)} M`;
  console.log(
    `${STRATEGY}, ${people.rows.toLocaleString('en')} people, ${(100 * offered).toFixed(1)} % get an offer\n`,
  );
  console.log(`${''.padEnd(24)} ${'columns/s'.padStart(10)} ${'one by one/s'.padStart(13)}`);
  for (const { experiment, columns, oneByOne: single } of rates) {
    const title = experiment ? 'with arms and hold-out' : 'without an experiment';
    console.log(`${title.padEnd(24)} ${millions(columns).padStart(10)} ${millions(single).padStart(13)}`);
  }
  const { given, decided } = bytesAPerson;
  console.log(`\nbytes a person: ${given} given, ${decided} decided`);
  console.log(`at least ${millions(bar.peopleASecond)} people/s: ${bar.reached ? 'reached' : 'NOT reached'}`);
}
