import { type ModelDocument, type Segment, type Strategy } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { StrataError } from '#sdk';
import {
  coverageCurve,
  type SelectionPoint,
  smoothedPrecisionRecallCurve,
  type SuggestedThreshold,
  suggestThresholds,
} from '#strata/statistics/prediction';
import { type ExampleData, type Examples, peopleOf } from '../../datasets/index.js';
import { type ModelRegistry } from '../../registry/index.js';
import { binaryMetrics, type BinaryMetrics, valueMetrics, type ValueMetrics } from '../../training/index.js';
import { compareRivals, type Rival } from './rivals.js';
import { type MoneySource, rowMoney, type RowMoney } from './row-money.js';
import { profitReport, type ProfitReport } from './strategy-profit.js';
import { type Trade, tradeTable, type TradeTable } from './trades.js';

/** What scores are worth on rows whose outcome is known. All but `metrics` is null where the task is not binary. */
export interface Judgement {
  readonly metrics: BinaryMetrics | ValueMetrics;
  readonly curves: {
    readonly precisionRecall: readonly SelectionPoint[];
    readonly coverage: readonly SelectionPoint[];
  } | null;
  /** What each threshold means, from selecting nobody to selecting everybody; those worth looking at are among them. */
  readonly trades: readonly Trade[] | null;
  /** Thresholds worth looking at. */
  readonly thresholds: readonly Suggestion[] | null;
  readonly rivals: readonly Rival[] | null;
  /** Also null where nothing says what a conversion is worth. */
  readonly profit: ProfitReport | null;
}

/** A threshold worth looking at and what it means; `profit` is the one that pays best. */
export interface Suggestion extends Trade {
  readonly rule: SuggestedThreshold['rule'] | 'profit';
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

/** Scores, the rows that they are of, and what else is known. */
export interface JudgeRequest {
  readonly document: ModelDocument;
  readonly data: ExampleData;
  readonly examples: Examples;
  /** One an example. */
  readonly scores: Float64Array;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** Adds the human rule as a rival, and money. */
  readonly strategy?: Strategy;
  /** Money without a strategy. */
  readonly money?: MoneySource;
  readonly segments?: readonly Segment[];
  readonly coverage?: number;
  /** Of simulations and bootstraps. */
  readonly seed: number;
}

/** @throws StrataError TOO_FEW_EXAMPLES where all rows are of one kind, and what `rowMoney` throws */
export async function judgeScores(request: JudgeRequest): Promise<Judgement> {
  const { document, examples, scores, seed } = request;
  const { label } = examples;
  const people = peopleOf(examples);
  if (document.task === 'regression') {
    const metrics = valueMetrics(scores, label, seed, people);
    return { metrics, curves: null, trades: null, thresholds: null, rivals: null, profit: null };
  }
  refuseOneClass(request.data.file, label);
  const money = await moneyOf(request);
  const table = tradeTable(scores, label, money, people);
  const even = table.curve();
  const profit = money === null ? null : profitReport(money, even, scores, seed, people);
  const thresholds = suggestions(request, table, profit);
  return {
    metrics: binaryMetrics(scores, label, seed, people),
    curves: {
      precisionRecall: smoothedPrecisionRecallCurve(scores, label),
      coverage: coverageCurve(scores, label),
    },
    trades: withThresholds(even, thresholds, table),
    thresholds,
    rivals: await compareRivals({ ...request, strategy: request.strategy, segments: request.segments ?? [] }),
    profit,
  };
}

function refuseOneClass(file: string, label: Float64Array): void {
  if (label.includes(0) && label.includes(1)) return;
  throw new StrataError('TOO_FEW_EXAMPLES', `${file} cannot judge the model.`, {
    problems: [{ file, message: `${label.length} rows, all of one kind`, expected: 'positives and negatives' }],
  });
}

async function moneyOf(request: JudgeRequest): Promise<RowMoney | null> {
  const { strategy } = request;
  const money: MoneySource | undefined =
    request.money ?? (strategy === undefined ? undefined : { kind: 'strategy', strategy });
  return money === undefined ? null : await rowMoney({ ...request, money });
}

function withThresholds(
  even: readonly Trade[],
  thresholds: readonly Suggestion[],
  table: TradeTable,
): readonly Trade[] {
  const known = new Set(even.map(({ selected }) => selected));
  const further = new Map(thresholds.map(({ selected, threshold }) => [selected, threshold]));
  const added = [...further].filter(([selected]) => !known.has(selected)).map(([, threshold]) => table.at(threshold));
  return [...even, ...added].toSorted((a, b) => a.selected - b.selected);
}

function suggestions(
  { scores, examples, coverage }: JudgeRequest,
  table: TradeTable,
  profit: ProfitReport | null,
): readonly Suggestion[] {
  const found = suggestThresholds(scores, examples.label, coverage);
  const rules: Pick<Suggestion, 'rule' | 'threshold'>[] = found.map(({ rule, threshold }) => ({ rule, threshold }));
  if (profit !== null) rules.push({ rule: 'profit', threshold: profit.best.threshold });
  return rules.map(({ rule, threshold }) => {
    const trade = table.at(threshold);
    const { precision, recall } = trade;
    return { rule, ...trade, f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0 };
  });
}
