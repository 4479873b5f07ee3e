import { type ScoredRows } from '#strata/engine/columns';
import { type PluginHost } from '#strata/plugin-host';
import { type ScoredFrame, scoredRows, type Scorer } from '#strata/scoring';
import { type FeatureColumn, StrataError } from '#sdk';

/** Rows a call: large enough to be fast, small enough that a worker answers in time. */
export const ROWS_PER_CALL = 8192;

/** Scores columns with a stored model: calibrated values and ranks, one a row. */
export async function scoreColumns(
  host: PluginHost,
  bytes: Uint8Array,
  columns: readonly FeatureColumn[],
): Promise<ScoredFrame> {
  const scorer = await host.load(bytes, 'batch');
  try {
    return await scoreInParts(scorer, columns);
  } finally {
    await scorer.close();
  }
}

/** Scores columns with a loaded model, in parts that a worker answers in time. */
export async function scoreInParts(scorer: Scorer, columns: readonly FeatureColumn[]): Promise<ScoredFrame> {
  if (scorer.outputs !== 1) throw new StrataError('BAD_REQUEST', 'A model of several outputs has no single score.');
  return await scoreOutputs(scorer, columns);
}

/** The same for models of every task, as strategies read scores: of an uplift model the probabilities, too. */
export async function scoreRows(scorer: Scorer, columns: readonly FeatureColumn[]): Promise<ScoredRows> {
  return scoredRows(scorer, await scoreOutputs(scorer, columns));
}

/** The same for models of any number of outputs: values are row-major, `scorer.outputs` a row. */
export async function scoreOutputs(scorer: Scorer, columns: readonly FeatureColumn[]): Promise<ScoredFrame> {
  const rows = rowsOf(columns);
  const scored = { values: new Float64Array(rows * scorer.outputs), ranks: new Float64Array(rows) };
  for (let start = 0; start < rows; start += ROWS_PER_CALL) {
    const end = Math.min(rows, start + ROWS_PER_CALL);
    const part = columns.map((column) => slice(column, start, end));
    const { values, ranks } = await scorer.score({ kind: 'raw', rows: end - start, columns: part });
    scored.values.set(values, start * scorer.outputs);
    scored.ranks.set(ranks, start);
  }
  return scored;
}

function rowsOf(columns: readonly FeatureColumn[]): number {
  const [column] = columns;
  if (column === undefined) return 0;
  return column.type === 'number' ? column.values.length : column.codes.length;
}

function slice(column: FeatureColumn, start: number, end: number): FeatureColumn {
  return column.type === 'number'
    ? { ...column, values: column.values.slice(start, end) }
    : { ...column, codes: column.codes.slice(start, end) };
}
