// npm run bench -- quality --data DIR [--sets telco,hillstrom] [--models logistic-regression,tree-ensemble] [--seed 1] [--json]
// npm run bench -- quality --data DIR --only leakage|uplift
// Five-fold AUC on the folds given with public data sets, beside the references that stand in references.ts.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { binaryMetrics, scoreColumns } from '#strata/models/training';
import { openDataFile } from '#strata/tables/files';
import { pickRows, type TableColumn } from '#strata/tables/columns';
import { readTable } from '#strata/models/datasets';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { rocAuc } from '#strata/statistics/prediction';
import { benchLeakage } from './leakage.js';
import { type BenchmarkSet, SETS } from './references.js';
import { benchUplift } from './uplift.js';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string', default: SETS.map(({ id }) => id).join() },
    models: { type: 'string', default: 'logistic-regression,neural-network,tree-ensemble,glassbox' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error('Say where the data sets are: npm run bench -- quality --data DIR');
  process.exit(2);
}

if (options.only === 'leakage') {
  await benchLeakage(options.data, options);
  process.exit(0);
}

if (options.only === 'uplift') {
  await benchUplift(options.data, options);
  process.exit(0);
}

interface Result {
  readonly set: string;
  readonly model: string;
  readonly auc: number;
  /** Over folds. */
  readonly sd: number;
  readonly reference: number | null;
  readonly bar: number | null;
  readonly reached: boolean | null;
  /** Over all rows, each scored by the model that had not seen it. */
  readonly calibrationError: number;
  readonly perfectCalibrationError: number;
  readonly fitSeconds: number;
}

/** What a model that people can read may lose against boosting. */
const READABLE = 0.005;

const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
const results: Result[] = [];
try {
  for (const set of SETS.filter(({ id }) => options.sets.split(',').includes(id))) {
    const prepared = await prepare(set, options.data);
    for (const model of options.models.split(',')) {
      const result = beside(results, await crossValidate(host, set, prepared, model, Number(options.seed)));
      results.push(result);
      if (!options.json) printResult(result);
    }
  }
} finally {
  await host.close();
}
if (options.json) console.log(JSON.stringify(results, null, 2));

interface Prepared {
  readonly features: readonly TableColumn[];
  readonly label: Float64Array;
  readonly folds: Float64Array;
}

async function prepare(set: BenchmarkSet, directory: string): Promise<Prepared> {
  const requests = [
    { name: set.label, kind: 'boolean' as const },
    ...set.features.map((name) => ({
      name,
      ...(set.categories?.includes(name) === true ? { kind: 'category' as const } : {}),
      ...(set.blankIsZero?.includes(name) === true ? { kind: 'number' as const, blank: 0 } : {}),
    })),
  ];
  const columns = await readColumns(join(directory, set.file), requests);
  const folds = await readColumns(join(directory, set.folds), [{ name: 'fold' }]);
  const numbers = (column: TableColumn | undefined) => (column?.type === 'number' ? column.values : new Float64Array());
  return {
    features: columns.slice(1).map((column) => withoutCategory(column, set.missing)),
    label: numbers(columns[0]),
    folds: numbers(folds[0]),
  };
}

/** The column with one category's rows missing. */
function withoutCategory(column: TableColumn, missing: string | undefined): TableColumn {
  if (missing === undefined || column.type === 'number') return column;
  const code = column.categories.indexOf(missing);
  return code < 0 ? column : { ...column, codes: column.codes.map((own) => (own === code ? -1 : own)) };
}

async function readColumns(file: string, columns: Parameters<typeof readTable>[1]['columns']): Promise<TableColumn[]> {
  const data = await openDataFile(file);
  try {
    const table = await readTable(data, { columns });
    return columns.flatMap(({ name }) => table.columns.get(name) ?? []);
  } finally {
    data.close();
  }
}

async function crossValidate(
  host: PluginHost,
  set: BenchmarkSet,
  { features, label, folds }: Prepared,
  model: string,
  seed: number,
): Promise<Result> {
  const scores = new Float64Array(label.length);
  const aucs: number[] = [];
  let seconds = 0;
  for (const fold of [...new Set(folds)].sort()) {
    const all = Uint32Array.from(label, (_, row) => row);
    const training = all.filter((row) => folds[row] !== fold);
    const test = all.filter((row) => folds[row] === fold);
    const started = performance.now();
    const trained = await host.train({
      plugin: model,
      task: 'binary',
      columns: features.map((column) => pickRows(column, training)),
      label: Float64Array.from(training, (row) => label[row]!),
      seed,
    });
    seconds += (performance.now() - started) / 1000;
    const { values } = await scoreColumns(
      host,
      trained.bytes,
      features.map((column) => pickRows(column, test)),
    );
    test.forEach((row, index) => (scores[row] = values[index]!));
    aucs.push(
      rocAuc(
        values,
        Array.from(test, (row) => label[row]!),
      ),
    );
  }
  const { calibrationError, perfectCalibrationError } = binaryMetrics(scores, label, seed);
  const auc = mean(aucs);
  const reference = set.references[model];
  const bar = reference === undefined ? null : reference.auc - reference.sd;
  return {
    set: set.id,
    model,
    auc,
    sd: Math.sqrt((mean(aucs.map((one) => (one - auc) ** 2)) * aucs.length) / (aucs.length - 1)),
    reference: reference?.auc ?? null,
    bar,
    reached: bar === null ? null : auc >= bar,
    calibrationError,
    perfectCalibrationError,
    fitSeconds: seconds / aucs.length,
  };
}

/** The glass box is held against the tree ensemble of the same run: no tool of the field has published figures for it. */
function beside(before: readonly Result[], result: Result): Result {
  const trees = before.find(({ set, model }) => set === result.set && model === 'tree-ensemble');
  if (result.model !== 'glassbox' || trees === undefined) return result;
  const bar = trees.auc - READABLE;
  return { ...result, reference: trees.auc, bar, reached: result.auc >= bar };
}

function printResult(result: Result): void {
  const { set, model, auc, sd, reference, bar, reached, calibrationError, perfectCalibrationError } = result;
  const verdict = reached === null ? 'no reference' : reached ? 'reached' : 'NOT REACHED';
  console.log(`${set}, ${model}`);
  console.log(
    `  AUC ${auc.toFixed(4)} (sd ${sd.toFixed(4)}), reference ${reference?.toFixed(4) ?? '–'}, bar ${bar?.toFixed(4) ?? '–'}: ${verdict}`,
  );
  const calibrated = calibrationError <= perfectCalibrationError ? 'calibrated' : 'NOT CALIBRATED';
  console.log(
    `  calibration error ${calibrationError.toFixed(4)}, a perfect model's 95th percentile ${perfectCalibrationError.toFixed(4)}: ${calibrated}`,
  );
  console.log(`  ${result.fitSeconds.toFixed(2)} s a fit, with calibration`);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
