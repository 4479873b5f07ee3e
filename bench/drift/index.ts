import { type FeatureColumn, type SeededRandom, seededRandom } from '#sdk';
import { type ModelDocument } from '#strata/engine';
import { checkPool, type PoolBatch } from '#strata/models/proof/drift';
import { driftReference, type DriftReference, type ModelVersion } from '#strata/models/registry';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';

// npm run bench -- drift [--rows N]: compares a pool with the people that a model was trained on, beside a bare pass over it.

const FEATURES = 20;
const BATCH = 8192;
const TRAINED_ON = 50_000;

const at = process.argv.indexOf('--rows');
const rows = at < 0 ? 1_000_000 : Number(process.argv[at + 1]);

const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
try {
  const training = people(TRAINED_ON, 0, seededRandom(1));
  const random = seededRandom(2);
  const label = Float64Array.from({ length: TRAINED_ON }, () => Number(random.uniform() < 0.2));
  const plugin = 'logistic-regression';
  const trained = await host.train({ plugin, task: 'binary', columns: training, label, seed: 1 });
  const scorer = await host.load(trained.bytes);
  const { values } = await scorer.score({ kind: 'raw', rows: TRAINED_ON, columns: training });
  const reference = driftReference(training, { unseen: values, learned: values });
  for (const shift of [0, 0.5]) {
    const pool = people(rows, shift, seededRandom(3));
    const bare = timed(() => passOver(pool));
    const cpu = process.cpuUsage();
    const started = performance.now();
    const report = await checkPool({
      document: documentOf(reference),
      version: { version: 1 } as ModelVersion,
      reference,
      scorer,
      name: 'the pool',
      pool: batches(pool),
    });
    const wall = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(
      `${rows} people × ${FEATURES} features, shifted by ${shift} sd: ${report.result}, ${wall.toFixed(0)} ms wall, ${((user + system) / 1000).toFixed(0)} ms of processor; a bare pass ${bare.toFixed(0)} ms\n`,
    );
  }
  await scorer.close();
} finally {
  await host.close();
}

/** Half numbers, a quarter counts, a quarter categories; one value of ten is missing in some. */
function people(count: number, shift: number, random: SeededRandom): readonly FeatureColumn[] {
  return Array.from({ length: FEATURES }, (_, feature): FeatureColumn => {
    const name = `f${feature}`;
    if (feature % 4 === 3) {
      const categories = Array.from({ length: 30 }, (__, code) => `c${code}`);
      return {
        name,
        type: 'category',
        codes: Int32Array.from({ length: count }, () => random.integer(30)),
        categories,
      };
    }
    const value = () => (feature % 4 === 2 ? Math.floor(10 * random.uniform() ** 2) : random.normal() + shift);
    const values = Float64Array.from({ length: count }, () => (random.uniform() < 0.1 ? Number.NaN : value()));
    return { name, type: 'number', values };
  });
}

async function* batches(columns: readonly FeatureColumn[]): AsyncGenerator<PoolBatch> {
  for (let start = 0; start < rows; start += BATCH) {
    const end = Math.min(rows, start + BATCH);
    yield await Promise.resolve({
      rows: end - start,
      columns: columns.map((column) =>
        column.type === 'number'
          ? { ...column, values: column.values.subarray(start, end) }
          : { ...column, codes: column.codes.subarray(start, end) },
      ),
    });
  }
}

function passOver(columns: readonly FeatureColumn[]): number {
  let sum = 0;
  for (const column of columns) {
    const cells = column.type === 'number' ? column.values : column.codes;
    for (const cell of cells) if (cell > 0) sum += cell;
  }
  return sum;
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function documentOf({ features }: DriftReference): ModelDocument {
  return {
    id: 'bench',
    title: 'Bench',
    plugin: 'logistic-regression',
    task: 'binary',
    label: { column: 'y' },
    features: features.map(({ name }) => name),
  };
}
