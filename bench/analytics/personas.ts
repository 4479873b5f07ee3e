import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterDescription, type EncodedFrame, seededRandom, silhouette } from '#sdk';
import { openPluginHost } from '#strata/plugin-host';
import { printCompared, printTime } from './reference.js';

const BAR_SECONDS = 20;
const [COLUMNS, CLUSTERS] = [10, 8];

/** K-Means on the logarithms of recency, frequency and monetary value of the public set, k = 4, as noted with the data. */
export async function benchPersonas(folder: string): Promise<boolean> {
  const frame = logRfm(readFileSync(join(folder, 'cdnow', 'CDNOW_sample.txt'), 'utf8'));
  const { inertia, labels } = await grouped(frame, 4);
  return printCompared('K-Means on log RFM of cdnow', [
    { what: 'inertia (less is better)', ours: inertia, reference: 1619.57, within: 0.05 },
    { what: 'silhouette', ours: silhouette(frame, labels, 1), reference: 0.408, within: 0.001 },
  ]);
}

/** So many people by ten facts in eight groups, beside scikit-learn where it is there. */
export async function timePersonas(people: number): Promise<boolean> {
  const frame = clouds(people);
  const { inertia, seconds } = await grouped(frame, CLUSTERS);
  const what = `K-Means of ${String(people)} people, ${String(COLUMNS)} facts, ${String(CLUSTERS)} groups`;
  const holds = printTime(what, seconds, BAR_SECONDS);
  console.log(`  inertia ${inertia.toPrecision(7)}; scikit-learn: ${beside(frame)}`);
  return holds;
}

async function grouped(frame: EncodedFrame, clusters: number) {
  const host = await openPluginHost({ directories: [], folders: [join(import.meta.dirname, '../../plugins/k-means')] });
  try {
    const begun = performance.now();
    const learned = await host.fit({
      kind: 'clusterer',
      plugin: 'k-means',
      options: { clusters },
      input: frame,
      seed: 1,
    });
    const seconds = (performance.now() - begun) / 1000;
    const fitted = await host.openFitted(learned);
    const { centres } = (await fitted.ask('describe')) as ClusterDescription;
    const labels = (await fitted.ask('assign', frame)) as Int32Array;
    return { labels, seconds, inertia: inertiaOf(frame, centres, labels) };
  } finally {
    await host.close();
  }
}

function inertiaOf({ columns, values }: EncodedFrame, centres: Float64Array, labels: Int32Array): number {
  const width = columns.length;
  return values.reduce((sum, value, at) => {
    const label = labels[Math.floor(at / width)] ?? 0;
    return sum + (value - (centres[label * width + (at % width)] ?? 0)) ** 2;
  }, 0);
}

/** Days since the last purchase until the 30th of June 1998, purchases, and money, each as log(1 + x), standardised. */
function logRfm(text: string): EncodedFrame {
  const until = Date.UTC(1998, 5, 30);
  const people = new Map<string, { last: number; purchases: number; money: number }>();
  for (const line of text.trim().split('\n')) {
    const [id = '', , date = '', , money = ''] = line.trim().split(/\s+/);
    const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)));
    const person = people.get(id) ?? { last: 0, purchases: 0, money: 0 };
    people.set(id, {
      last: Math.max(person.last, at),
      purchases: person.purchases + 1,
      money: person.money + Number(money),
    });
  }
  const rows = [...people.values()].map(({ last, purchases, money }) =>
    [(until - last) / 86_400_000, purchases, money].map(Math.log1p),
  );
  return standardised(rows, ['recency', 'frequency', 'monetary']);
}

function standardised(rows: readonly (readonly number[])[], columns: readonly string[]): EncodedFrame {
  const scales = columns.map((_, column) => {
    const mean = rows.reduce((sum, row) => sum + (row[column] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[column] ?? 0) - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
  const values = rows.flatMap((row) => scales.map(({ mean, deviation }, at) => ((row[at] ?? 0) - mean) / deviation));
  return { kind: 'encoded', rows: rows.length, columns, values: Float32Array.from(values) };
}

/** Clouds that lie on each other in part. */
function clouds(rows: number): EncodedFrame {
  const random = seededRandom(20261130);
  const middles = Float64Array.from({ length: CLUSTERS * COLUMNS }, () => 1.5 * random.normal());
  const values = new Float32Array(rows * COLUMNS);
  for (let row = 0; row < rows; row++) {
    const cloud = random.integer(CLUSTERS);
    for (let column = 0; column < COLUMNS; column++) {
      values[row * COLUMNS + column] = (middles[cloud * COLUMNS + column] ?? 0) + random.normal();
    }
  }
  return { kind: 'encoded', rows, columns: Array.from({ length: COLUMNS }, (_, at) => `fact ${String(at)}`), values };
}

const PROGRAM = `
import sys, time, numpy
from sklearn.cluster import KMeans
rows = numpy.fromfile(sys.argv[1], dtype=numpy.float32).reshape(-1, ${String(COLUMNS)})
begun = time.time()
fitted = KMeans(${String(CLUSTERS)}, n_init=10, random_state=1).fit(rows)
print(f"inertia {fitted.inertia_:.7g} in {time.time() - begun:.1f} s (10 restarts on all rows)")
`;

/** What scikit-learn finds in the same rows, by the Python of PYTHON, or python3. */
function beside({ values }: EncodedFrame): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'));
  try {
    const file = join(folder, 'rows.f32');
    writeFileSync(file, new Uint8Array(values.buffer));
    const python = process.env['PYTHON'] ?? 'python3';
    return execFileSync(python, ['-c', PROGRAM, file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'not there';
  } finally {
    rmSync(folder, { recursive: true });
  }
}
