import { type FactCatalogue, type ModelDocument } from '../../engine/index.js';
import { type PluginHost, type Scorer } from '../../plugin-host/index.js';
import { StrataError } from '../../sdk/index.js';
import { type ExampleData, type ExampleSource } from '../datasets/example-source.js';
import { withExampleData } from '../datasets/open-source.js';
import { heldOutRows } from '../evaluation/held-out.js';
import { type ExampleOptions, type Examples, pickExamples, readExamples } from '../examples.js';
import { chooseVersion, type VersionChoice } from '../registry/choose-version.js';
import { type ModelRegistry } from '../registry/model-registry.js';
import { type ModelVersion } from '../registry/model-version.js';
import { scoreOutputs } from '../score-columns.js';
import { readTable } from '../table.js';
import { pickRows, type TableColumn } from '../table-column.js';
import { type TrainingReport } from '../training-report.js';
import { groupsOf } from './groups.js';
import { type FairnessReport } from './report.js';
import { type Benefit, selectionFairness } from './selection-fairness.js';

/** Whose selection to judge, and by which groups. */
export interface ModelFairnessRequest extends ExampleOptions, VersionChoice {
  readonly document: ModelDocument;
  readonly source: ExampleSource;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** The column that names the groups; it need not be a feature. */
  readonly by: string;
  /** Who scores so much or more is selected; or the top share, a fifth unless told. */
  readonly selection?: { readonly threshold: number } | { readonly share: number };
  /** Says which facts are sensitive. */
  readonly catalogue?: FactCatalogue;
}

/** The report, and of which version. */
export interface ModelFairness {
  readonly version: ModelVersion;
  readonly rows: number;
  readonly report: FairnessReport;
}

/**
 * How a version that selects from a threshold up treats the groups of a column, on rows that it was not trained on. What
 * the offer adds is measured where the model is of uplift and its rows have a control, since only these know both sides.
 *
 * @throws StrataError MODEL_NOT_TRAINED, NOT_FOUND, BAD_FILE, BAD_COLUMN, SCORER_…
 */
export async function modelFairness(request: ModelFairnessRequest): Promise<ModelFairness> {
  const { document, source, host, registry, by, catalogue = {} } = request;
  const version = await chooseVersion(registry, document.id, request);
  const scorer = await host.load(await registry.artefact(document.id, version.version));
  try {
    return await withExampleData(document, source, request, async (data) => {
      const examples = await readHeldOut(request, version, scorer, data);
      const scores = await scoresOf(scorer, examples);
      const { selected, words } = select(scores, request.selection ?? { share: 0.2 });
      const column = await readColumn(data, by, examples.rowNumbers);
      const report = selectionFairness({
        by,
        selection: words,
        column: {
          sensitive: catalogue[by]?.sensitive === true,
          feature: scorer.features.some(({ name }) => name === by),
        },
        groups: groupsOf(column, examples.rows),
        selected,
        benefit: benefitOf(examples, selected),
        calibration: document.task === 'binary' ? { predicted: scores, happened: examples.label } : null,
        notes: examples.notes,
      });
      return { version, rows: examples.rows, report };
    });
  } finally {
    await scorer.close();
  }
}

async function readHeldOut(
  request: ModelFairnessRequest,
  version: ModelVersion,
  { features }: Scorer,
  data: ExampleData,
): Promise<Examples> {
  const { read } = version.metrics as unknown as TrainingReport;
  const examples = await readExamples(request.document, data, { ...read, ...request, trainedFeatures: features });
  return pickExamples(examples, await heldOutRows(version, data, examples));
}

/** One number a row to select by: the probability or value; of an uplift model what the last treatment adds. */
async function scoresOf(scorer: Scorer, { features, rows }: Examples): Promise<Float64Array> {
  const { values } = await scoreOutputs(scorer, features);
  const { outputs } = scorer;
  if (outputs === 1) return values;
  return Float64Array.from(
    { length: rows },
    (_, row) => (values[(row + 1) * outputs - 1] ?? 0) - (values[row * outputs] ?? 0),
  );
}

function select(
  scores: Float64Array,
  selection: NonNullable<ModelFairnessRequest['selection']>,
): { readonly selected: Uint8Array; readonly words: string } {
  if ('threshold' in selection) {
    const selected = Uint8Array.from(scores, (score) => Number(score >= selection.threshold));
    return { selected, words: `who scores ${selection.threshold} or more` };
  }
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const top = order.subarray(0, Math.round(selection.share * scores.length));
  const selected = new Uint8Array(scores.length);
  for (const row of top) selected[row] = 1;
  const threshold = scores[top.at(-1) ?? 0] ?? Number.NaN;
  return {
    selected,
    words: `the top ${Math.round(100 * selection.share)} %, who score ${threshold.toFixed(4)} or more`,
  };
}

function benefitOf({ treatment, label }: Examples, selected: Uint8Array): Benefit | null {
  if (treatment?.includes(0) !== true) return null;
  return {
    kind: 'measured',
    treated: selected.map((one, row) => (treatment[row] === 0 ? 0 : one)),
    control: selected.map((one, row) => (treatment[row] === 0 ? one : 0)),
    converted: label,
  };
}

async function readColumn(data: ExampleData, name: string, rowNumbers: Uint32Array): Promise<TableColumn> {
  const table = await readTable(data, { columns: [{ name: data.column(name).name }] });
  const column = table.columns.get(name);
  if (column === undefined) throw new StrataError('INTERNAL', `Column "${name}" was not read.`);
  return pickRows(column, rowNumbers);
}
