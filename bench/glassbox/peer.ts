import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FeatureColumn } from '#sdk';
import { type Sample } from './sample.js';

/** What interpret needed, and what it says of the test rows; or why it could not run. */
export type PeerRun =
  | {
      readonly version: string;
      /** Of one processor. */
      readonly trainSeconds: number;
      readonly scores: Float64Array;
    }
  | { readonly missing: string };

const CODE = `
import sys, time, json
import interpret
import pandas as pd
from interpret.glassbox import ExplainableBoostingClassifier
folder = sys.argv[1]
train, test = (pd.read_csv(folder + '/' + part + '.csv', keep_default_na=False) for part in ('train', 'test'))
y = train.pop('label').to_numpy()
test.pop('label')
kinds = ['continuous' if pd.api.types.is_numeric_dtype(kind) else 'nominal' for kind in train.dtypes]
model = ExplainableBoostingClassifier(n_jobs=1, feature_types=kinds)
start = time.process_time()
model.fit(train, y)
seconds = time.process_time() - start
scores = model.predict_proba(test)[:, 1].tolist()
print(json.dumps({'version': interpret.__version__, 'trainSeconds': seconds, 'scores': scores}))
`;

/** Interpret's explainable boosting machine with its defaults, one thread, on the same rows. */
export class Peer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'strata-glassbox-'));

  constructor(parts: { readonly train: Sample; readonly test: Sample }) {
    for (const part of ['train', 'test'] as const) writeCsv(join(this.#folder, `${part}.csv`), parts[part]);
  }

  run(): PeerRun {
    const { BENCH_PYTHON: given } = process.env;
    const python = given === undefined || given === '' ? '/usr/bin/python3' : given;
    const env = { ...process.env, OMP_NUM_THREADS: '1' };
    const result = spawnSync(python, ['-c', CODE, this.#folder], { encoding: 'utf8', env, maxBuffer: 2 ** 26 });
    if (result.error) return { missing: `${python} does not start: ${result.error.message}` };
    if (result.status !== 0) return { missing: `${python}: ${result.stderr.trim().split('\n').at(-1) ?? 'failed'}` };
    const printed = JSON.parse(result.stdout) as { version: string; trainSeconds: number; scores: number[] };
    return { ...printed, scores: Float64Array.from(printed.scores) };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function writeCsv(path: string, { columns, label }: Sample): void {
  const file = openSync(path, 'w');
  writeSync(file, [...columns.map(({ name }) => name), 'label'].join() + '\n');
  const lines = Array.from(label, (y, row) => [...columns.map((column) => cell(column, row)), y].join());
  writeSync(file, lines.join('\n') + '\n');
  closeSync(file);
}

function cell(column: FeatureColumn, row: number): string {
  if (column.type === 'number') return String(column.values[row]);
  return column.categories[column.codes[row] ?? -1] ?? '';
}
