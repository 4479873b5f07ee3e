/**
 * npm run bench -- training: trains the neural network on 64,000 rows × 20 features, 20 epochs, batch 512, beside
 * scikit-learn's MLPClassifier of the same shape on the same data, where python3-sklearn is installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ScorerDefinition } from '#sdk';
import { encodedSample, FEATURES, ROWS } from './sample.js';

const EPOCHS = 20;
const BATCH = 512;
const HIDDEN = [32, 16];
const REPEATS = 3;
const BAR = 6;

const PEER = `
import sys, time, json, warnings
import numpy as np, sklearn
from sklearn.neural_network import MLPClassifier
warnings.filterwarnings('ignore')
folder, features, epochs, batch, repeats = sys.argv[1], *map(int, sys.argv[2:6])
x = np.fromfile(folder + '/x.bin', dtype=np.float32).reshape(-1, features)
y = np.fromfile(folder + '/y.bin', dtype=np.float64)
best = float('inf')
for _ in range(repeats):
    net = MLPClassifier(tuple(map(int, sys.argv[6:])), batch_size=batch, max_iter=epochs, tol=0, n_iter_no_change=epochs + 1, random_state=1)
    started = time.perf_counter()
    net.fit(x, y)
    best = min(best, time.perf_counter() - started)
print(json.dumps({'seconds': best, 'accuracy': net.score(x, y), 'version': sklearn.__version__}))
`;

const frame = encodedSample();
const ours = await trainOurs();
const theirs = trainTheirs();

console.log(
  `Neural network ${FEATURES}-${HIDDEN.join('-')}-1, ${ROWS} rows, ${EPOCHS} epochs, batch ${BATCH}; best of ${REPEATS}`,
);
console.log(`strata (${ours.backend})      ${ours.seconds.toFixed(2)} s   accuracy ${ours.accuracy.toFixed(4)}`);
if (theirs === null) {
  console.log('scikit-learn       missing: install python3-sklearn to see the ratio');
} else {
  console.log(
    `scikit-learn ${theirs.version}   ${theirs.seconds.toFixed(2)} s   accuracy ${theirs.accuracy.toFixed(4)}`,
  );
  console.log(`ratio ${(ours.seconds / theirs.seconds).toFixed(2)} (bar: at most ${BAR})`);
}

async function trainOurs() {
  const file = fileURLToPath(new URL('../../plugins/neural-network/index.js', import.meta.url));
  const { default: plugin } = (await import(pathToFileURL(file).href)) as {
    default: ScorerDefinition<unknown, unknown, 'encoded'>;
  };
  const options = plugin.options.parse({ hidden: HIDDEN, epochs: EPOCHS, batchSize: BATCH });
  let backend = '';
  const run = {
    seed: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    log: () => undefined,
    backend: (name: string) => {
      backend = name;
    },
    base: () => Promise.reject(new Error('no learner over learners')),
  };
  let seconds = Infinity;
  let artefact: unknown;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const started = performance.now();
    artefact = await plugin.train({ frame: frame.encoded, task: 'binary', label: frame.label }, options, run);
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  const out = new Float64Array(ROWS);
  await plugin.score(artefact, frame.encoded, out);
  const right = out.reduce((count, score, row) => count + Number(score > 0.5 === (frame.label[row] === 1)), 0);
  return { seconds, backend, accuracy: right / ROWS };
}

function trainTheirs(): { seconds: number; accuracy: number; version: string } | null {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'));
  try {
    writeFileSync(join(folder, 'x.bin'), frame.encoded.values);
    writeFileSync(join(folder, 'y.bin'), frame.label);
    const settings = [folder, FEATURES, EPOCHS, BATCH, REPEATS, ...HIDDEN].map(String);
    const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', PEER, ...settings], { encoding: 'utf8' });
    return status === 0 ? (JSON.parse(stdout) as { seconds: number; accuracy: number; version: string }) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
