/**
 * npm run bench -- trees [--rows 1000000] [--repeats 2]: trains the tree ensemble on rows × 20 features, 100 trees of 31
 * leaves, and scores all rows, in turns with scikit-learn's HistGradientBoosting on one thread, where python3-sklearn is
 * installed. Times are processor time, so that other work on the machine does not count.
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type RawFrame, type ScorerDefinition } from '#sdk';
import { Peer, type PeerTimes } from './peer.js';
import { FEATURES, numberSample } from './sample.js';

const { values: given } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, repeats: { type: 'string', default: '2' } },
});
const ROWS = Number(given.rows);
const [TREES, LEAVES, RATE, BINS, MIN_ROWS] = [100, 31, 0.1, 255, 20];
const ONE_ROW_CALLS = 2000;
const BARS = { train: 1.5, memory: 400, score: 1, oneRow: 30 };

const file = fileURLToPath(new URL('../../plugins/tree-ensemble/index.js', import.meta.url));
const { default: plugin } = (await import(pathToFileURL(file).href)) as {
  default: ScorerDefinition<unknown, unknown, 'raw'>;
};
const options = plugin.options.parse({
  trees: TREES,
  maxLeaves: LEAVES,
  learningRate: RATE,
  bins: BINS,
  minRows: MIN_ROWS,
  l2: 0,
  earlyStopping: 0,
});
const run = {
  seed: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  backend: () => undefined,
  base: () => Promise.reject(new Error('no learner over learners')),
};

const { frame, label } = numberSample(ROWS);
const peer = new Peer(frame, label);
try {
  console.log(`${ROWS} rows × ${FEATURES} features, ${TREES} trees of ${LEAVES} leaves; seconds of one processor`);
  for (let repeat = 0; repeat < Number(given.repeats); repeat++) {
    const ours = await measure();
    print(ours, peer.run(FEATURES, [TREES, LEAVES, RATE, BINS, MIN_ROWS]));
  }
} finally {
  peer.close();
}

interface Times extends Omit<PeerTimes, 'version'> {
  readonly megabytes: number;
  readonly oneRowMicroseconds: number;
}

async function measure(): Promise<Times> {
  const started = processorSeconds();
  const trained = await plugin.train({ frame, task: 'binary', label }, options, run);
  const trainSeconds = processorSeconds() - started;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const artefact = await plugin.load(plugin.save(trained), options);
  const out = new Float64Array(ROWS);
  const scoring = processorSeconds();
  await plugin.score(artefact, frame, out);
  const rowsPerSecond = ROWS / (processorSeconds() - scoring);
  const loss = label.reduce((sum, y, row) => sum - Math.log(y === 1 ? out[row]! : 1 - out[row]!), 0);
  return { trainSeconds, megabytes, rowsPerSecond, logLoss: loss / ROWS, oneRowMicroseconds: await oneRow(artefact) };
}

async function oneRow(artefact: unknown): Promise<number> {
  const columns = frame.columns.map((column) =>
    column.type === 'number' ? { ...column, values: column.values.slice(0, 1) } : column,
  );
  const one: RawFrame = { kind: 'raw', rows: 1, columns };
  const out = new Float64Array(1);
  let started = 0;
  for (let call = -ONE_ROW_CALLS; call < ONE_ROW_CALLS; call++) {
    if (call === 0) started = processorSeconds();
    await plugin.score(artefact, one, out);
  }
  return ((processorSeconds() - started) / ONE_ROW_CALLS) * 1e6;
}

function print(ours: Times, theirs: PeerTimes | null): void {
  const line = (name: string, { trainSeconds, rowsPerSecond, logLoss }: Omit<PeerTimes, 'version'>) => {
    console.log(
      `${name.padEnd(20)} ${trainSeconds.toFixed(2)} s, ${Math.round(rowsPerSecond / 1000)} k rows/s scored, log loss ${logLoss.toFixed(5)}`,
    );
  };
  line('strata', ours);
  console.log(`  ${ours.megabytes.toFixed(0)} MB at most (bar ${BARS.memory}), the data among them`);
  console.log(`  ${ours.oneRowMicroseconds.toFixed(1)} µs for one row (bar ${BARS.oneRow})`);
  if (theirs === null) {
    console.log('scikit-learn is missing: install python3-sklearn to see the ratios');
    return;
  }
  line(`scikit-learn ${theirs.version}`, theirs);
  console.log(`  training ratio ${(ours.trainSeconds / theirs.trainSeconds).toFixed(2)} (bar at most ${BARS.train})`);
  console.log(`  scoring ratio ${(ours.rowsPerSecond / theirs.rowsPerSecond).toFixed(2)} (bar at least ${BARS.score})`);
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
