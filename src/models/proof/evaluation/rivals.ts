import { rankValues } from '#strata/engine/columns';
import { allRows, compileCondition } from '#strata/engine/conditions';
import { type Segment, type Strategy } from '#strata/engine';
import { aucDifference, aucInterval, coverageAt, precisionRecallCurve } from '#strata/statistics/prediction';
import { type Estimate } from '#strata/statistics';
import { type DataFile } from '#strata/tables/files';
import { type Examples, peopleOf, readTable } from '../../datasets/index.js';
import { modelPhrases } from '../../words/index.js';
import { pickRows, type TableColumn } from '#strata/tables/columns';

/** A dumb way to put the same rows in order, and how the model compares. */
export interface Rival {
  readonly selector: 'random' | 'human rule';
  /** What it does, in words. */
  readonly title: string;
  readonly auc: Estimate;
  /** AUC of the model minus the rival's, on the same rows. */
  readonly modelAhead: Estimate;
  /** Share of the positives among the top 20 % by the rival, 0 to 1. */
  readonly coverage20: number;
}

/** What is compared on which rows. */
export interface RivalRequest {
  readonly strategy: Strategy | undefined;
  readonly segments: readonly Segment[];
  readonly data: DataFile;
  readonly examples: Examples;
  /** The model's. */
  readonly scores: Float64Array;
}

/** Chance (everybody alike, which is what orders drawn at random come to on average), and the human rule where a strategy has one that orders people by a fact or a condition over columns. */
export async function compareRivals(request: RivalRequest): Promise<readonly Rival[]> {
  const { examples, scores, strategy } = request;
  const human = strategy === undefined ? null : await humanScores(request, strategy);
  return [
    rivalOf('random', modelPhrases().rivals.byChance, new Float64Array(scores.length), request),
    ...(human === null ? [] : [rivalOf('human rule', strategy?.baseline.title ?? '', human, request)]),
  ].filter(({ auc }) => examples.rows > 0 && !Number.isNaN(auc.value));
}

function rivalOf(
  selector: Rival['selector'],
  title: string,
  rivalScores: Float64Array,
  { examples, scores }: RivalRequest,
): Rival {
  const { label } = examples;
  const people = peopleOf(examples);
  return {
    selector,
    title,
    auc: aucInterval(rivalScores, label, people),
    modelAhead: aucDifference(scores, rivalScores, label, people),
    coverage20: coverageAt(precisionRecallCurve(rivalScores, label), 0.2),
  };
}

/** The human rule as a ranking, the lowest number there is where its condition fails; null where it does not order people, or by something that the file does not have. */
export async function humanScores(
  request: Pick<RivalRequest, 'data' | 'examples' | 'segments'>,
  { baseline }: Strategy,
): Promise<Float64Array | null> {
  const { data, examples, segments } = request;
  const dates = data.columns.flatMap(({ name, kind }) => (kind === 'date' ? [name] : []));
  const when = baseline.when === undefined ? undefined : compileCondition(baseline.when, { segments, dates });
  const rankBy = baseline.rankBy !== undefined && 'fact' in baseline.rankBy ? baseline.rankBy : undefined;
  if (when === undefined && rankBy === undefined) return null;
  const read = [...(when?.facts.map(({ fact }) => fact) ?? []), ...(rankBy === undefined ? [] : [rankBy.fact])];
  const columns = await readFacts(data, read, examples.rowNumbers);
  if (columns === null || (rankBy !== undefined && columns.at(-1)?.type !== 'number')) return null;
  const rows = allRows(examples.rows);
  const facts = new Map(columns.map((column) => [column.name, column]));
  const values =
    rankBy === undefined
      ? new Float64Array(examples.rows)
      : rankValues(rankBy, { rows: examples.rows, facts, scores: new Map() });
  const passed = when === undefined ? rows : when.select(({ key }) => facts.get(key), rows);
  const scores = new Float64Array(examples.rows).fill(-Number.MAX_VALUE);
  for (const row of passed) scores[row] = values[row] ?? Number.NaN;
  return scores;
}

/** The columns of these names for these rows of the file; null where one is missing. */
export async function readFacts(
  data: DataFile,
  facts: readonly string[],
  rowNumbers: Uint32Array,
): Promise<readonly TableColumn[] | null> {
  const known = new Set(data.columns.map(({ name }) => name));
  if (!facts.every((fact) => known.has(fact))) return null;
  const names = [...new Set(facts)];
  const table = await readTable(data, { columns: names.map((name) => ({ name })) });
  return names.flatMap((name) => table.columns.get(name) ?? []).map((column) => pickRows(column, rowNumbers));
}
