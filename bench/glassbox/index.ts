/**
 * npm run bench -- glassbox [--rows 45000] [--repeats 1] [--no-product]: trains the glass box with its default options on rows
 * × 15 columns like bank marketing's, beside interpret's ExplainableBoostingClassifier(n_jobs=1) with its own defaults, where
 * the Python of BENCH_PYTHON (else /usr/bin/python3) has `interpret`: `python3 -m venv DIR; DIR/bin/pip install interpret`.
 * The plain fits are seconds of one processor, so that other work on the machine does not count; the product's whole
 * training (its own process; out-of-fold fits for calibration, then all rows) is seconds on the clock.
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { pickRows } from '#strata/tables/columns';
import { scoreColumns } from '#strata/models/training';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { type FeatureColumn, type RawFrame, type ScorerDefinition } from '#sdk';
import { rocAuc } from '#strata/statistics/prediction';
import { Peer } from './peer.js';
import { bankSample, type Sample } from './sample.js';

const { values: given } = parseArgs({
  allowNegative: true,
  options: {
    rows: { type: 'string', default: '45000' },
    repeats: { type: 'string', default: '1' },
    product: { type: 'boolean', default: true },
  },
});
const ROWS = Number(given.rows);
const TEST_ROWS = 20_000;
const SEED = 1;
const BAR = 3;

const all = bankSample(ROWS + TEST_ROWS, SEED);
const train = part(all, 0, ROWS);
const test = part(all, ROWS, ROWS + TEST_ROWS);
const positives = train.label.reduce((sum, y) => sum + y, 0) / ROWS;
console.log(
  `${ROWS} rows × ${train.columns.length} columns, ${(100 * positives).toFixed(1)} % positives; ${TEST_ROWS} rows to test`,
);

const peer = new Peer({ train, test });
try {
  for (let repeat = 0; repeat < Number(given.repeats); repeat++) {
    const ours = await fitPlugin();
    printLine('strata, the fit alone', `${ours.seconds.toFixed(1)} s`, ours.scores);
    const theirs = peer.run();
    if ('missing' in theirs) {
      console.log(
        `interpret is skipped (${theirs.missing}): set BENCH_PYTHON to a Python that has it to see the ratio`,
      );
    } else {
      printLine(`interpret ${theirs.version}, its fit`, `${theirs.trainSeconds.toFixed(1)} s`, theirs.scores);
      console.log(`  ratio ${(ours.seconds / theirs.trainSeconds).toFixed(2)} (bar: at most ${BAR})`);
    }
    if (given.product) {
      const product = await trainProduct();
      printLine('strata, all training', `${product.seconds.toFixed(1)} s on the clock`, product.scores);
      console.log(`  of which ${(100 * product.calibrating).toFixed(0)} % for calibration`);
    }
  }
} finally {
  peer.close();
}

interface Fit {
  readonly seconds: number;
  readonly scores: Float64Array;
}

/** The plugin's `train` in this process, as the host calls it. */
async function fitPlugin(): Promise<Fit> {
  const file = fileURLToPath(new URL('../../plugins/glassbox/index.js', import.meta.url));
  const { default: plugin } = (await import(pathToFileURL(file).href)) as {
    default: ScorerDefinition<unknown, unknown, 'raw'>;
  };
  const run = {
    seed: SEED,
    signal: new AbortController().signal,
    progress: () => undefined,
    log: () => undefined,
    backend: () => undefined,
    base: () => Promise.reject(new Error('no learner over learners')),
  };
  const started = processorSeconds();
  const set = { frame: frameOf(train), task: 'binary', label: train.label } as const;
  const trained = await plugin.train(set, plugin.options.parse({}), run);
  const seconds = processorSeconds() - started;
  const scores = new Float64Array(TEST_ROWS);
  await plugin.score(trained, frameOf(test), scores);
  return { seconds, scores };
}

/** What `strata train` does with the rows: fits out of fold, calibration, the fit on all rows. */
async function trainProduct(): Promise<Fit & { readonly calibrating: number }> {
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  try {
    const started = performance.now();
    let calibrated = started;
    const { bytes } = await host.train({
      plugin: 'glassbox',
      task: 'binary',
      columns: train.columns,
      label: train.label,
      seed: SEED,
      progress: (_share, note) => {
        if (note.startsWith('calibrating')) calibrated = performance.now();
      },
    });
    const whole = performance.now() - started;
    const { values } = await scoreColumns(host, bytes, test.columns);
    return { seconds: whole / 1000, calibrating: (calibrated - started) / whole, scores: values };
  } finally {
    await host.close();
  }
}

function printLine(name: string, time: string, scores: Float64Array): void {
  const loss = test.label.reduce((sum, y, row) => sum - Math.log(y === 1 ? scores[row]! : 1 - scores[row]!), 0);
  const auc = rocAuc(scores, [...test.label]);
  console.log(`${name.padEnd(28)} ${time}, AUC ${auc.toFixed(4)}, log loss ${(loss / TEST_ROWS).toFixed(5)}`);
}

function part({ columns, label }: Sample, from: number, to: number): Sample {
  const rows = Uint32Array.from({ length: to - from }, (_, index) => from + index);
  return { columns: columns.map((column): FeatureColumn => pickRows(column, rows)), label: label.slice(from, to) };
}

function frameOf({ columns, label }: Sample): RawFrame {
  return { kind: 'raw', rows: label.length, columns };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
