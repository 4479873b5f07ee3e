import { type FactCatalogue, type ModelDocument, type Segment, type Strategy } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { nearestName, seededRandom, StrataError } from '#sdk';
import { type ExampleData, type ExampleSource, sourceName, withExampleData } from '#strata/models/datasets';
import { type ModelRegistry } from '#strata/models/registry';
import { type Audience } from './selection/audience.js';
import { type HistoryColumns } from './history/columns.js';
import { compareSelectors } from './compare.js';
import { audienceFairness } from './fairness.js';
import { withEventFacts } from './history/event-facts.js';
import { type HistoryRows, readHistoryRows } from './history/history-rows.js';
import { divideHistory, type Parts } from './selection/parts.js';
import { type RequestedPlan } from './plan.js';
import { type BacktestReport, type HistorySummary } from './report.js';
import { rankRows, type RankingRequest, rowReadsOf } from './selection/selectors.js';
import { modelOf, type ScoredModel, scoreModels } from './selection/strategy-models.js';

/** What to backtest, on what, with what. */
export interface BacktestRequest {
  readonly strategy: Strategy;
  /** Of the models that the strategy uses, where they are known: they name the columns of a flat file. */
  readonly documents: readonly ModelDocument[];
  /** Those that the rules name; the figures are also told by each of them. */
  readonly segments: readonly Segment[];
  /** Says which facts are sensitive. */
  readonly catalogue?: FactCatalogue;
  /** A flat file with a row for each person and offer, or history. */
  readonly source: ExampleSource;
  readonly columns?: HistoryColumns;
  /** By model id: instead of the champion, or the newest where there is none. */
  readonly versions?: ReadonlyMap<string, number>;
  /** What each selector may spend on the judging rows; a fifth of their people unless told. */
  readonly plan?: RequestedPlan;
  /** A column to tell the strategy's selection by: see `selectionFairness`. */
  readonly by?: string;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** Of the bootstrap; 1 unless told. */
  readonly seed?: number;
  /** Of the bootstrap; 1,000 unless told. */
  readonly replicates?: number;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** What is asked of the rows once they are read and scored. */
export type StrategyQuestion = Pick<
  BacktestRequest,
  'strategy' | 'segments' | 'catalogue' | 'plan' | 'by' | 'seed' | 'replicates'
>;

/** The rows of a history with the scores of the strategy's models: plain data. */
export interface ScoredHistory {
  /** The file, or what history is called. */
  readonly source: string;
  readonly history: HistoryRows;
  readonly models: ReadonlyMap<string, ScoredModel>;
}

/** Share of the progress bar that reading takes. */
const READING = 0.3;

/**
 * Stage 2: the strategy's models against its human rule on history, at equal audience or budget, beside chance, the
 * response model and the two-model method. Nothing is stored: see `recordBacktest`.
 *
 * @throws StrataError BAD_USAGE where the strategy has no model, MODEL_NOT_TRAINED, BAD_FILE, BAD_COLUMN,
 * TOO_FEW_EXAMPLES where no row judges
 */
export async function backtestStrategy(request: BacktestRequest): Promise<BacktestReport> {
  return judgeStrategy(request, await readForStrategy(request));
}

/** Reads the rows of a backtest and scores them. Throws as {@link backtestStrategy} does. */
export async function readForStrategy(request: BacktestRequest): Promise<ScoredHistory> {
  const { strategy, segments, source, progress } = request;
  const { facts, models: ids } = rowReadsOf(strategy, segments);
  if (ids.length === 0) throw noModel(strategy);
  for (const id of request.versions?.keys() ?? []) if (!ids.includes(id)) throw foreignModel(strategy, id, ids);
  const options = { segments, ...(progress === undefined ? {} : { progress }) };
  return await withExampleData(asModel(strategy, facts), source, options, async (data) => {
    const rows = await readHistoryRows(data, historyRequest(request, facts, data));
    const history = await withEventFacts(rows, { strategy, segments, source, replaysTrigger: false });
    progress?.(READING, 'scoring');
    const models = await scoreModels(ids, data, history, { versions: new Map(), ...request });
    progress?.(2 * READING, 'comparing');
    return { source: sourceName(source), history, models };
  });
}

/** What makes rows of history: the strategy's people and goal, in campaigns with a random control, with and without an offer. */
export function asModel({ id, title, goal, segment }: Strategy, features: readonly string[]): ModelDocument {
  const label = { event: goal.event, within: goal.within };
  const population = typeof segment === 'string' ? { population: segment } : {};
  return { id, title, plugin: 'constant', task: 'uplift', treatment: 'any', label, features, ...population };
}

function historyRequest(
  { strategy, documents, segments, by, columns = {}, progress }: BacktestRequest,
  facts: readonly string[],
  data: ExampleData,
): Parameters<typeof readHistoryRows>[1] {
  // A name that the history does not know is said here, with the nearest one.
  const group = by === undefined ? [] : [data.column(by).name];
  return {
    strategy,
    documents,
    segments,
    columns,
    facts: [...new Set([...facts, ...group, ...data.columns.map(({ name }) => name).filter(isSegmentFact(segments))])],
    ...(progress === undefined
      ? {}
      : {
          progress: (share: number, note: string) => {
            progress(READING * share, note);
          },
        }),
  };
}

function isSegmentFact(segments: readonly Segment[]): (name: string) => boolean {
  const text = JSON.stringify(segments.map(({ condition }) => condition));
  return (name) => text.includes(`"fact":${JSON.stringify(name)}`);
}

/** What the rows say: computes, and asks nobody. @throws StrataError BAD_COLUMN, BAD_USAGE, TOO_FEW_EXAMPLES */
export function judgeStrategy(request: StrategyQuestion, { source, history, models }: ScoredHistory): BacktestReport {
  const { strategy, segments, seed = 1, replicates = 1000 } = request;
  const ranking: RankingRequest = { strategy, segments, history, models };
  const rankings = rankRows(ranking);
  const scored = [...models.values()];
  const sweeps = modelOf(strategy.goal.natural) !== undefined && rankings.response !== null;
  const parts = divideHistory(history, scored, { validation: sweeps, seed });
  const random = seededRandom(seed);
  const compared = compareSelectors(ranking, rankings, parts, {
    plan: request.plan ?? { share: 0.2 },
    uniform: () => random.uniform(),
    replicates,
  });
  const { own, notes, measuring, ...report } = compared;
  return {
    strategy: { id: strategy.id, title: strategy.title, humanRule: strategy.baseline.title },
    source,
    models: scored.map(({ judged }) => judged),
    history: summaryOf(history, parts),
    basis: parts.basis,
    ...report,
    fairness: fairnessOf(request, own),
    notes: [...history.notes, ...parts.notes, ...triggerNote(strategy), ...notes],
  };

  function fairnessOf({ by, catalogue = {} }: StrategyQuestion, audience: Audience): BacktestReport['fairness'] {
    if (by === undefined) return null;
    const column = {
      sensitive: catalogue[by]?.sensitive === true,
      feature: scored.some(({ features }) => features.includes(by)),
    };
    return audienceFairness({ by, column, audience, rankings, measuring });
  }
}

function triggerNote({ trigger }: Strategy): readonly string[] {
  if (trigger === undefined) return [];
  return ['the trigger is not replayed: the rows are taken as people who had set it off'];
}

export function summaryOf(history: HistoryRows, { test, validation, outOfTime, basis }: Parts): HistorySummary {
  const { arm, person, converted, times, roles, propensity } = history;
  const control = test.rows.filter((row) => arm?.[row] === 0).length;
  const known =
    times === null
      ? []
      : Array.from(test.rows, (row) => times[row] ?? Number.NaN).filter((time) => !Number.isNaN(time));
  const [from, to] = known.reduce(
    ([least, most], time) => [Math.min(least, time), Math.max(most, time)],
    [Infinity, -Infinity],
  );
  return {
    rowsInFile: history.rowsInFile,
    test: test.rows.length,
    validation: validation?.rows.length ?? 0,
    people: new Set(Array.from(test.rows, (row) => person[row])).size,
    offered: test.rows.length - control,
    control,
    conversions: test.rows.reduce((sum, row) => sum + (converted[row] ?? 0), 0),
    period:
      roles.time === null || known.length === 0
        ? null
        : { column: roles.time, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    outOfTime,
    propensities: basis === 'gross' ? 'none' : propensity === null ? 'shares' : 'recorded',
  };
}

function noModel({ id }: Strategy): StrataError {
  return new StrataError(
    'BAD_USAGE',
    `The strategy "${id}" uses no model: there is nothing to compare with its human rule.`,
  );
}

function foreignModel(strategy: Strategy, id: string, ids: readonly string[]): StrataError {
  const nearest = nearestName(id, ids);
  return new StrataError('BAD_USAGE', `The strategy "${strategy.id}" does not use the model "${id}".`, {
    problems: [
      {
        message: `"${id}" is not among its models`,
        expected: ids.join(' or '),
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}
