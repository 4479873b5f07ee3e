import { type ClusterDescription, type EncodedFrame, OUTLIER, pickFrameRows, seededRandom } from '#sdk';
import { type Fitted, type PluginHost } from '../index.js';
import { type Check, checkLearning, type ContractResult, type LearnedSubject } from './contract-suite.js';

/** What a check looks at. */
type Subject = LearnedSubject<EncodedFrame>;

const ROWS = 400;
const SEED = 20261130;

/** Checks every promise of the clusterer contract. */
export function checkClusterer(
  host: PluginHost,
  plugin: string,
  options: Readonly<Record<string, unknown>>,
): Promise<readonly ContractResult[]> {
  const suite = { kind: 'clusterer', learns: 'learns from rows', learnsFrom: 'rows' } as const;
  return checkLearning({ ...suite, input: sampleRows(), seed: SEED, checks: CHECKS }, { host, plugin, options });
}

const CHECKS: readonly Check<Subject>[] = [
  { name: 'describes itself', run: described },
  { name: 'every row is of a cluster that there is, or an outlier', run: assigned },
  { name: 'the cluster of one row does not depend on the others', run: rowByRow },
  { name: 'no row is an answer too', run: nobody },
];

async function described({ fitted }: Subject): Promise<string | null> {
  const { clusters, centres, choices, notes } = await descriptionOf(fitted);
  if (!Number.isInteger(clusters) || clusters < 0) return `it says that there are ${String(clusters)} clusters`;
  if (centres.length !== clusters * sampleRows().columns.length) return 'it does not say where each cluster is';
  if (!centres.every(Number.isFinite)) return 'a cluster is nowhere';
  if (!Array.isArray(notes)) return 'it has no notes';
  const most = choices.some(({ silhouette, stability }) => silhouette > 1 || silhouette < -1 || stability > 1);
  if (most) return 'a silhouette or a stability is not possible';
  const taken = choices.filter((choice) => choice.taken);
  return taken.length === 1 && taken[0]?.clusters === clusters
    ? null
    : 'it does not say which number of clusters it took';
}

async function assigned({ fitted }: Subject): Promise<string | null> {
  const labels = await assign(fitted, sampleRows());
  if (labels.length !== ROWS) return 'it gave the wrong number of rows';
  const { clusters } = await descriptionOf(fitted);
  const wrong = labels.findIndex((label) => !Number.isInteger(label) || label < OUTLIER || label >= clusters);
  return wrong === -1 ? null : `row ${String(wrong)} is of the cluster ${String(labels[wrong])}`;
}

async function rowByRow({ fitted }: Subject): Promise<string | null> {
  const all = sampleRows();
  const labels = await assign(fitted, all);
  for (const row of [0, 7, ROWS - 1]) {
    const [alone] = await assign(fitted, pickFrameRows(all, [row]));
    if (alone !== labels[row]) {
      return `row ${String(row)} is of the cluster ${String(alone)} alone and ${String(labels[row])} among all`;
    }
  }
  return null;
}

async function nobody({ fitted }: Subject): Promise<string | null> {
  return (await assign(fitted, pickFrameRows(sampleRows(), []))).length === 0
    ? null
    : 'it assigned rows that are not there';
}

async function assign(fitted: Fitted, frame: EncodedFrame): Promise<Int32Array> {
  return (await fitted.ask('assign', frame)) as Int32Array;
}

async function descriptionOf(fitted: Fitted): Promise<ClusterDescription> {
  return (await fitted.ask('describe')) as ClusterDescription;
}

/** Three clouds of rows in three columns, by a seed, and a few rows far from all of them. */
function sampleRows(): EncodedFrame {
  const random = seededRandom(SEED);
  const columns = ['recency', 'frequency', 'monetary'];
  const values = Array.from({ length: ROWS }, (_, row) =>
    columns.map((_name, column) => (row % 40 === 0 ? 8 : row % 3 === column ? 2 : 0) + 0.3 * random.normal()),
  );
  return { kind: 'encoded', rows: ROWS, columns, values: Float32Array.from(values.flat()) };
}
