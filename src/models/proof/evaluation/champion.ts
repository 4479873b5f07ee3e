import { type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { isStrataError, seededRandom } from '#sdk';
import { aucDifference, aucInterval, logLoss } from '#strata/statistics/prediction';
import { bootstrapEstimate, bootstrapSums, type Estimate } from '#strata/statistics';
import { type ExampleData, type Examples, peopleOf, pickExamples } from '../../datasets/index.js';
import type { ModelRegistry, ModelVersion } from '../../registry/index.js';
import { heldOutRows, scoreExamples } from './held-out.js';

/** A version beside the champion of its model, on the same rows. */
export interface ChampionComparison {
  /** The champion's. */
  readonly version: number;
  readonly plugin: string;
  /** Rows that neither of the two was trained on. */
  readonly rows: number;
  readonly measures: readonly MeasureComparison[];
  /** By the first of the measures. */
  readonly result: Standing;
}

/** `draw`: the interval of the difference holds 0. */
export type Standing = 'ahead' | 'draw' | 'behind';

/** One measure of both. */
export interface MeasureComparison {
  readonly measure: string;
  readonly better: 'higher' | 'lower';
  readonly model: number;
  readonly champion: number;
  /** Model minus champion on the same rows; DeLong's interval for AUC, of a paired bootstrap else. */
  readonly difference: Estimate;
  readonly result: Standing;
}

/** What is compared on which rows. */
export interface ChampionRequest {
  readonly document: ModelDocument;
  readonly version: ModelVersion;
  readonly data: ExampleData;
  readonly examples: Examples;
  /** The version's, one an example. */
  readonly scores: Float64Array;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  readonly seed: number;
}

/** A comparison, or why there is none. */
export type ChampionOutcome =
  | { readonly comparison: ChampionComparison; readonly note: null }
  | { readonly comparison: null; readonly note: string | null };

/** Rows fewer than these compare nothing. */
const LEAST_ROWS = 50;

/** Compares a version with its model's champion on the rows that the champion was not trained on either. */
export async function compareWithChampion(request: ChampionRequest): Promise<ChampionOutcome> {
  const { registry, document, version, data, examples } = request;
  const champion = await registry.champion(document.id);
  if (champion === null || champion.version === version.version) return { comparison: null, note: null };
  const name = `the champion, version ${champion.version},`;
  const rows = await heldOutRows(champion, data, examples);
  const labels = Float64Array.from(rows, (row) => examples.label[row] ?? Number.NaN);
  const isBinary = document.task === 'binary';
  if (rows.length < LEAST_ROWS || (isBinary && !(labels.includes(0) && labels.includes(1)))) {
    return { comparison: null, note: `${name} was trained on these rows: it is not compared` };
  }
  const rowNumbers = Uint32Array.from(rows, (row) => examples.rowNumbers[row] ?? 0);
  const theirs = await scoreExamples({ ...request, version: champion, rowNumbers, ...columnsOf(document) }).catch(
    (error: unknown) => {
      if (isStrataError(error) && error.code === 'BAD_COLUMN') return null;
      throw error;
    },
  );
  if (theirs === null) return { comparison: null, note: `${name} needs columns that these rows do not have` };
  if (theirs.outcomes !== undefined)
    return { comparison: null, note: `${name} is an uplift model: it is not compared` };
  const ours = Float64Array.from(rows, (row) => request.scores[row] ?? Number.NaN);
  const drawing = { seed: request.seed, people: peopleOf(pickExamples(examples, rows)) };
  const measures = isBinary
    ? binaryMeasures(ours, theirs.values, labels, drawing)
    : valueMeasures(ours, theirs.values, labels, drawing);
  const result = measures[0]?.result ?? 'draw';
  return {
    comparison: { version: champion.version, plugin: champion.plugin, rows: rows.length, measures, result },
    note: null,
  };
}

function columnsOf({ columns }: ModelDocument): { readonly columns?: NonNullable<ModelDocument['columns']> } {
  return columns === undefined ? {} : { columns };
}

/** How intervals are drawn. */
interface Drawing {
  readonly seed: number;
  /** See {@link peopleOf}. */
  readonly people: Uint32Array | undefined;
}

function binaryMeasures(
  ours: Float64Array,
  theirs: Float64Array,
  labels: Float64Array,
  drawing: Drawing,
): readonly MeasureComparison[] {
  const auc = {
    measure: 'AUC',
    better: 'higher' as const,
    model: aucInterval(ours, labels).value,
    champion: aucInterval(theirs, labels).value,
    difference: aucDifference(ours, theirs, labels, drawing.people),
  };
  const ofOne = (probabilities: Float64Array, loss: (probability: number, label: number) => number) =>
    probabilities.map((probability, row) => loss(probability, labels[row] ?? Number.NaN));
  const pair = (loss: (probability: number, label: number) => number) => [ofOne(ours, loss), ofOne(theirs, loss)];
  return [
    { ...auc, result: standing(auc.difference, 'higher') },
    ...lossMeasures(
      {
        'log loss': pair((probability, label) => logLoss([probability], [label])),
        'Brier score': pair((probability, label) => (probability - label) ** 2),
      },
      (mean) => mean,
      drawing,
    ),
  ];
}

function valueMeasures(
  ours: Float64Array,
  theirs: Float64Array,
  actual: Float64Array,
  drawing: Drawing,
): readonly MeasureComparison[] {
  const pair = (loss: (error: number) => number) =>
    [ours, theirs].map((values) => values.map((value, row) => loss(value - (actual[row] ?? Number.NaN))));
  return [
    ...lossMeasures({ 'root mean squared error': pair((error) => error * error) }, Math.sqrt, drawing),
    ...lossMeasures({ 'mean absolute error': pair(Math.abs) }, (mean) => mean, drawing),
  ];
}

/** Measures that are a function of a mean loss, with the interval of their difference by a paired bootstrap. */
function lossMeasures(
  losses: Readonly<Record<string, readonly Float64Array[]>>,
  figure: (mean: number) => number,
  { seed, people }: Drawing,
): readonly MeasureComparison[] {
  const columns = Object.values(losses).flat();
  const rows = columns[0]?.length ?? 0;
  const random = seededRandom(seed);
  const sums = bootstrapSums({
    columns: [...columns, new Float64Array(rows).fill(1)],
    ...(people === undefined ? {} : { clusters: people }),
    uniform: () => random.uniform(),
  });
  const meanOf = (drawn: Float64Array, index: number) => figure((drawn[index] ?? 0) / (drawn[columns.length] ?? 1));
  return Object.keys(losses).map((measure, index): MeasureComparison => {
    const difference = bootstrapEstimate(sums, (drawn) => meanOf(drawn, 2 * index) - meanOf(drawn, 2 * index + 1));
    return {
      measure,
      better: 'lower',
      model: meanOf(sums.observed, 2 * index),
      champion: meanOf(sums.observed, 2 * index + 1),
      difference,
      result: standing(difference, 'lower'),
    };
  });
}

/** Whether the model is ahead by a difference, behind, or neither for sure. */
export function standing({ lower, upper }: Estimate, better: MeasureComparison['better']): Standing {
  if (lower > 0) return better === 'higher' ? 'ahead' : 'behind';
  if (upper < 0) return better === 'higher' ? 'behind' : 'ahead';
  return 'draw';
}
