import { type ModelDocument } from '#strata/engine';
import { type FeatureColumn, seededRandom } from '#sdk';
import { areShares } from '#strata/statistics';
import { type Examples, peopleOf, pickExamples } from '../examples/examples.js';
import { readTable } from '../examples/table.js';
import { pickRows } from '#strata/tables/columns';
import { comparePool } from './compare-pool.js';
import {
  type DatasetReport,
  type FeatureSummary,
  type LabelMonth,
  type PoolComparison,
} from '../examples/dataset-report.js';
import { type ExampleData, type Pool } from '../examples/example-source.js';
import { leakageSuspects } from './leakage.js';
import { aloneAuc, aloneRank, distinctValues, isMissing, twoClasses } from './single-feature.js';

/** Features are judged by as many rows at most. */
const JUDGED = 50_000;
const SEED = 1;

/** What a report is made of. */
export interface DatasetRequest {
  readonly document: ModelDocument;
  readonly data: Pick<ExampleData, 'file' | 'sampling' | 'pointInTime' | 'saidAfter'>;
  /** Today's people to compare with; null where nobody knows them. */
  readonly pool: Pool | null;
}

/** Looks at a data set before a model learns from it. The same examples give the same report. */
export async function reportDataset(
  examples: Examples,
  { document, data, pool }: DatasetRequest,
): Promise<DatasetReport> {
  const { rows, label, times, features, roles, notes } = examples;
  const isBinary = document.task === 'binary' || (document.task === 'uplift' && areShares(label));
  const judged = someRows(rows);
  const columns = features.map((column) => pickRows(column, judged));
  const people = peopleOf(pickExamples(examples, judged));
  const judgedLabel = Float64Array.from(judged, (row) => label[row] ?? 0);
  const classes = twoClasses(judgedLabel);
  const told = { classes, values: areShares(judgedLabel) ? null : judgedLabel, people };
  const after = await data.saidAfter(features.map(({ name }) => name));
  // Rows that a condition left out are not among the examples, and not all of these are judged.
  const saidAfter = new Map(
    [...(after ?? [])].map(([name, all]) => [
      name,
      Float64Array.from(judged, (row) => all[examples.rowNumbers[row] ?? 0] ?? Number.NaN),
    ]),
  );
  const summaries = features.map((column, index) => summaryOf(column, columns[index] ?? column, told));
  return {
    model: document.id,
    source: data.file,
    rows,
    label: roles.label,
    positives: isBinary ? label.reduce((sum, value) => sum + value, 0) : null,
    labelMean: mean(label),
    months: times === undefined ? null : monthsOf(times, label),
    features: summaries,
    suspects:
      rows === 0
        ? []
        : leakageSuspects({ columns, label: classes, summaries, pointInTime: data.pointInTime, saidAfter }),
    pool: pool === null || rows === 0 ? null : await comparisonOf(features, pool),
    sampling: data.sampling,
    notes,
  };
}

/** All rows in their order, or as many as are judged, drawn at random. */
function someRows(rows: number): Uint32Array {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  return rows <= JUDGED ? all : seededRandom(SEED).shuffle(all).slice(0, JUDGED).sort();
}

/** Of the rows that features are judged by. */
interface JudgedLabel {
  /** 0 or 1. */
  readonly classes: Float64Array;
  /** Null where the label is 0 or 1. */
  readonly values: Float64Array | null;
  readonly people: Uint32Array | undefined;
}

function summaryOf(
  column: FeatureColumn,
  judged: FeatureColumn,
  { classes, values, people }: JudgedLabel,
): FeatureSummary {
  const rows = column.type === 'number' ? column.values.length : column.codes.length;
  let missing = 0;
  for (let row = 0; row < rows; row++) missing += Number(isMissing(column, row));
  const { name, type } = column;
  return {
    name,
    type,
    missing: missing / rows,
    distinct: distinctValues(column),
    auc: aloneAuc(judged, classes, SEED, people),
    rank: values === null ? null : aloneRank(judged, values, SEED, people),
  };
}

function monthsOf(times: Float64Array, label: Float64Array): readonly LabelMonth[] {
  const months = new Map<string, number[]>();
  times.forEach((time, row) => {
    const month = Number.isNaN(time) ? 'unknown' : new Date(time).toISOString().slice(0, 7);
    const values = months.get(month);
    if (values === undefined) months.set(month, [label[row] ?? 0]);
    else values.push(label[row] ?? 0);
  });
  return [...months]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, values]) => ({ month, rows: values.length, labelMean: mean(values) }));
}

async function comparisonOf(
  features: readonly FeatureColumn[],
  { people, data }: Pool,
): Promise<PoolComparison | null> {
  if (people === 0) return null;
  const known = features.filter(({ name }) => data.columns.some((column) => column.name === name));
  const kinds = known.map(({ name, type }) => (type === 'category' ? { name, kind: type } : { name }));
  const { columns } = await readTable(data, { columns: kinds });
  return comparePool(
    known,
    known.flatMap(({ name }) => columns.get(name) ?? []),
    { people, seed: SEED },
  );
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row] ?? 0;
  return sum / values.length;
}
