import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RawFrame } from '#sdk';

/** What scikit-learn needed; seconds of one processor. */
export interface PeerTimes {
  readonly version: string;
  readonly trainSeconds: number;
  readonly rowsPerSecond: number;
  readonly logLoss: number;
}

const CODE = `
import sys, time, json
import numpy as np, sklearn
from sklearn.ensemble import HistGradientBoostingClassifier
folder, features = sys.argv[1], int(sys.argv[2])
trees, leaves, rate, bins, rows = int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), int(sys.argv[6]), int(sys.argv[7])
x = np.fromfile(folder + '/x.bin').reshape(features, -1).T
y = np.fromfile(folder + '/y.bin')
model = HistGradientBoostingClassifier(max_iter=trees, max_leaf_nodes=leaves, learning_rate=rate, max_bins=bins, min_samples_leaf=rows, early_stopping=False)
start = time.process_time()
model.fit(x, y)
train = time.process_time() - start
x = np.ascontiguousarray(x)
start = time.process_time()
p = model.predict_proba(x)[:, 1]
score = time.process_time() - start
loss = -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
print(json.dumps({'version': sklearn.__version__, 'trainSeconds': train, 'rowsPerSecond': len(y) / score, 'logLoss': loss}))
`;

/** HistGradientBoosting on the same rows, one thread; null where python3-sklearn is not installed. */
export class Peer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'strata-trees-'));

  constructor({ columns }: RawFrame, label: Float64Array) {
    const file = openSync(join(this.#folder, 'x.bin'), 'w');
    for (const column of columns) if (column.type === 'number') writeSync(file, column.values);
    closeSync(file);
    writeFileSync(join(this.#folder, 'y.bin'), label);
  }

  run(features: number, settings: readonly number[]): PeerTimes | null {
    const { status, stdout } = spawnSync(
      '/usr/bin/python3',
      ['-c', CODE, this.#folder, ...[features, ...settings].map(String)],
      { encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1' } },
    );
    return status === 0 ? (JSON.parse(stdout) as PeerTimes) : null;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
