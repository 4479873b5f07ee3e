import { type Fitted, type FittedPlugin, type PluginHost } from '#strata/plugin-host';
import {
  type Encoding,
  type FeatureSpec,
  featuresOf,
  fitEncoding,
  frameFor,
  frameOfColumns,
  packFrame,
} from '#strata/scoring/encoding';
import { personaFeatures, type PersonasAnalysis } from '#strata/rulebook/schemas';
import { type TableColumn } from '#strata/tables/columns';
import { type ClusterDescription, type EncodedFrame, OUTLIER, StrataError } from '#sdk';
import { type AnalysisTask } from '../contract/index.js';

/** How facts become columns of numbers of one scale. */
export interface FactEncoding {
  readonly features: readonly FeatureSpec[];
  readonly encoding: Encoding;
}

/** People in groups. */
export interface GroupedPeople {
  readonly fitted: FittedPlugin;
  readonly description: ClusterDescription;
  /** The group of each row, or `OUTLIER`. */
  readonly labels: Int32Array;
}

/** The encoding of the features' columns, in the order of the document. */
export function fitFacts(document: PersonasAnalysis, columns: readonly TableColumn[], rows: number): FactEncoding {
  const logs = new Map(personaFeatures(document).map(({ fact, log }) => [fact, log]));
  const features = featuresOf(columns).map((feature): FeatureSpec => {
    const log = logs.get(feature.name);
    return feature.type === 'number' && log !== undefined ? { ...feature, log } : feature;
  });
  return { features, encoding: fitEncoding(features, packFrame(features, { kind: 'raw', rows, columns }), rows) };
}

/** The columns of facts as a dense matrix: standardised, categories one-hot, missing values marked. */
export function encodeFacts(
  { features, encoding }: FactEncoding,
  columns: readonly TableColumn[],
  rows: number,
): EncodedFrame {
  // Without columns there is no row to encode, and a frame of none.
  const frame =
    rows === 0
      ? frameFor({ features, encoding }, new Float64Array(), 0)
      : frameOfColumns({ features, encoding }, columns, 0, rows);
  if (frame.kind !== 'encoded') throw new RangeError('The facts are not encoded');
  return frame;
}

/** Lets the document's plugin find groups. @throws StrataError what the plugin cannot learn from, PLUGIN_… */
export async function groupPeople(
  { plugin, options = {} }: PersonasAnalysis,
  frame: EncodedFrame,
  { host, seed, signal, progress }: AnalysisTask,
): Promise<GroupedPeople> {
  const fitted = await host.fit({
    ...{ kind: 'clusterer', plugin, options, input: frame, seed, signal },
    progress(share, note) {
      progress(0.2 + 0.5 * share, note);
    },
  });
  return await asked(host, fitted, async (opened) => {
    const description = (await opened.ask('describe')) as ClusterDescription;
    return { fitted, description, labels: await labelsOf(opened, fitted, { frame, clusters: description.clusters }) };
  });
}

/** The groups of rows by what was learned before. @throws StrataError PLUGIN_… */
export async function assignPeople(host: PluginHost, fitted: FittedPlugin, frame: EncodedFrame): Promise<Int32Array> {
  return await asked(host, fitted, async (opened) => {
    const { clusters } = (await opened.ask('describe')) as ClusterDescription;
    return await labelsOf(opened, fitted, { frame, clusters });
  });
}

async function asked<T>(host: PluginHost, fitted: FittedPlugin, ask: (opened: Fitted) => Promise<T>): Promise<T> {
  const opened = await host.openFitted(fitted);
  try {
    return await ask(opened);
  } finally {
    await opened.close();
  }
}

/** Rows that are asked about at once. */
const BLOCK = 100_000;

async function labelsOf(
  opened: Fitted,
  { plugin }: FittedPlugin,
  { frame, clusters }: { readonly frame: EncodedFrame; readonly clusters: number },
): Promise<Int32Array> {
  const labels = new Int32Array(frame.rows);
  const width = frame.columns.length;
  for (let start = 0; start < frame.rows; start += BLOCK) {
    const rows = Math.min(BLOCK, frame.rows - start);
    const block: EncodedFrame = { ...frame, rows, values: frame.values.slice(start * width, (start + rows) * width) };
    const answer = (await opened.ask('assign', block)) as Int32Array;
    const isPossible = answer.length === rows && answer.every((label) => label >= OUTLIER && label < clusters);
    if (!isPossible) throw new StrataError('PLUGIN_FAILED', `The plugin "${plugin}" names groups that there are not.`);
    labels.set(answer, start);
  }
  return labels;
}
