/**
 * npm run bench -- readout [--of strategy|people|everything] [--exposures N] [--times N] [--json]: the readout of an experiment
 * over the ledger on PostgreSQL, with the function that the product uses. Makes a ledger of so many exposures (two arms; people
 * who were drawn, treated and held out; some with two ids, some treated again) and says how long a readout takes; `--of people`
 * sums up by person, as a time range, bands and facts need. `--of everything` reads the hold-out of all, of a tenth as many people with
 * ten goal events each. Needs DATABASE_URL or TEST_DATABASE_URL:
 * bash scripts/services.sh npm run bench -- readout
 */
import { parseArgs } from 'node:util';
import { armsExperiment, treatmentExperiment } from '#strata/experiments/running';
import { readExperiment } from '#strata/experiments/readout';
import { exposedSums, holdoutSums } from '#strata/ledger/experiments';
import { openDatabase } from '#strata/platform/database';
import { freshDatabase } from '../decisions/fresh-database.js';
import { removeFolder, temporaryFolder } from '../decisions/servers.js';
import { fillEverything, GOALS, HOLDOUT } from './fill-everything.js';
import { fillLedger, STRATEGY } from './fill-ledger.js';

const BAR_SECONDS = 5;

const { values: options } = parseArgs({
  options: {
    of: { type: 'string', default: 'strategy' },
    json: { type: 'boolean', default: false },
    exposures: { type: 'string', default: '10000000' },
    times: { type: 'string', default: '5' },
  },
});
const serverUrl = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
if (serverUrl === undefined) {
  process.stderr.write('It needs PostgreSQL: bash scripts/services.sh npm run bench -- readout\n');
  process.exit(2);
}

const folder = temporaryFolder();
const fresh = await freshDatabase(serverUrl);
const database = await openDatabase({ databaseUrl: fresh.url, home: folder });
try {
  const exposures = await fill(Number(options.exposures));
  const seconds: number[] = [];
  for (let time = 0; time < Number(options.times); time++) {
    const begun = performance.now();
    await readOnce();
    seconds.push((performance.now() - begun) / 1_000);
  }
  report(exposures, seconds);
} finally {
  await database.close();
  await fresh.drop();
  removeFolder(folder);
}

async function fill(asked: number): Promise<number> {
  if (options.of !== 'everything') return await fillLedger(database, asked);
  await fillEverything(database, Math.round(asked / 10));
  return asked;
}

async function readOnce(): Promise<void> {
  if (options.of === 'everything') {
    const sums = await database.transaction((manager) => holdoutSums(manager, { ...HOLDOUT, goals: GOALS }));
    if (sums.others.reached === 0) throw new Error('Nobody got anything.');
    return;
  }
  const { goal } = STRATEGY;
  const question = {
    strategy: STRATEGY.id,
    goal: { event: goal.event, within: 14 * 86_400_000, valueProperty: 'amount', usualValue: 0 },
    ...{ phase: 1, hasArms: true, winsorise: 1 },
    ...(options.of === 'people' ? { from: '1970-01-01T00:00:00Z' } : {}),
  };
  const sums = await database.transaction((manager) => exposedSums(manager, question));
  for (const experiment of [
    armsExperiment(STRATEGY, sums, { hasBefore: false }),
    treatmentExperiment(STRATEGY, sums, { hasBefore: false }),
  ]) {
    if (experiment === null) throw new Error('The strategy is no experiment.');
    const readout = readExperiment(experiment, { level: 0.95, margin: goal.margin, peeking: { tightestAt: 1e7 } });
    if (readout.health !== 'healthy') throw new Error(readout.verdict.words);
  }
}

function report(exposures: number, seconds: readonly number[]): void {
  const median = seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? Number.NaN;
  const bar =
    options.of === 'strategy' && exposures >= 10_000_000 ? { barSeconds: BAR_SECONDS, met: median <= BAR_SECONDS } : {};
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ exposures, seconds, median, ...bar }, null, 2)}\n`);
    return;
  }
  const times = seconds.map((one) => one.toFixed(2)).join(', ');
  process.stdout.write(
    `A readout over ${exposures.toLocaleString('en')} ${options.of === 'everything' ? 'goal events' : 'exposures'}: median ${median.toFixed(2)} s (${times}).\n`,
  );
  if ('met' in bar) process.stdout.write(`${bar.met ? 'Within' : 'ABOVE'} the bar of ${BAR_SECONDS} s.\n`);
}
