import { type Condition, type Segment, type Strategy } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { withExampleData, sourceName } from '#strata/models/datasets';
import { type Estimate } from '#strata/statistics';
import { seededRandom } from '#sdk';
import { asModel, type BacktestRequest, type ScoredHistory, summaryOf } from '../backtest-strategy.js';
import { scoresOf } from '../compare.js';
import { withEventFacts } from '../history/event-facts.js';
import { type HistoryRows, readHistoryRows } from '../history/history-rows.js';
import { measureAudiences, type Measured } from '../measure.js';
import { planFor, type RequestedPlan } from '../plan.js';
import { type BacktestPlan } from '../report.js';
import { type Allowance, type Audience, candidatesOf, takeAudience } from '../selection/audience.js';
import { imbalanceOf } from '../selection/balance.js';
import { divideHistory, type HistoryPart } from '../selection/parts.js';
import { rankRows, rowReadsOf } from '../selection/selectors.js';
import { scoreModels } from '../selection/strategy-models.js';
import { type Ladder, type LadderFigures, type LadderLevel, type LadderLevelId, type LadderStep } from './ladder.js';
import { ladderObstacle, ladderSentences } from './ladder-words.js';
import { ladderLevels, type LevelRanking } from './levels.js';

/** What to replay: as for a backtest, but over people outside of the segment, too. */
export interface LadderRequest extends Omit<BacktestRequest, 'by' | 'catalogue'> {
  /** The column that says who had set the trigger off. */
  readonly trigger?: string;
  /** What the levels are equal in: as many people as the smallest of them has, unless told; never more. */
  readonly plan?: RequestedPlan;
}

/** What is asked of the rows once they are read and scored. */
export type LadderQuestion = Pick<LadderRequest, 'strategy' | 'segments' | 'trigger' | 'plan' | 'seed' | 'replicates'>;

/** Share of the progress bar that reading takes. */
const READING = 0.3;

/** A ladder, and whom each of its levels takes. */
export interface ReplayedLadder {
  readonly ladder: Ladder;
  /** In the order of the levels. */
  readonly audiences: readonly LevelAudiences[];
}

/** Whom a level takes: P(the row is taken), by the number of the row in the history, from 0. Others are not taken. */
interface LevelAudiences {
  readonly natural: ReadonlyMap<number, number>;
  readonly equal: ReadonlyMap<number, number>;
}

/**
 * Replays a history through the levels of a strategy: everybody, segment, trigger, predictive; and the human rule. Each at
 * its natural size, and with as many people as the smallest.
 *
 * @throws StrataError MODEL_NOT_TRAINED, BAD_FILE, BAD_COLUMN, TOO_FEW_EXAMPLES where no row judges
 */
export async function backtestLadder(request: LadderRequest): Promise<Ladder> {
  return (await replayLadder(request)).ladder;
}

/** The same with the audiences, so that whoever knows the truth can hold them against it. */
export async function replayLadder(request: LadderRequest): Promise<ReplayedLadder> {
  return judgeLadder(request, await readForLadder(request));
}

/** Reads the rows of a ladder and scores them. Throws as {@link backtestLadder} does. */
export async function readForLadder(request: LadderRequest): Promise<ScoredHistory> {
  const { strategy, documents, segments, source, columns = {}, trigger, progress } = request;
  const { facts, models: ids } = rowReadsOf(strategy, segments);
  const layers = [strategy.segment, ...(strategy.trigger === undefined ? [] : [strategy.trigger])];
  const read = [
    ...new Set([...facts, ...layers.flatMap((layer) => plainFacts(layer, segments)), ...optional(trigger)]),
  ];
  const everybody: Strategy = { ...strategy, segment: { all: [] } };
  const options = { segments, ...(progress === undefined ? {} : { progress }) };
  return await withExampleData(asModel(everybody, read), source, options, async (data) => {
    if (trigger !== undefined) data.column(trigger);
    const asked = { strategy: everybody, documents, segments, columns, facts: read };
    const rows = await readHistoryRows(data, asked);
    const history = await withEventFacts(rows, { strategy, segments, source, replaysTrigger: trigger === undefined });
    progress?.(READING, 'scoring');
    const models = await scoreModels(ids, data, history, { versions: new Map(), ...request });
    progress?.(2 * READING, 'comparing');
    return { source: sourceName(source), history, models };
  });
}

/** The facts of a layer that are columns; events are none. */
function plainFacts(layer: string | Condition, segments: readonly Segment[]): readonly string[] {
  if (typeof layer === 'string' && !segments.some(({ id }) => id === layer)) return [];
  const { facts } = compileCondition(layer, { segments });
  return facts.filter(({ params }) => params === undefined).map(({ fact }) => fact);
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

/** What the rows say: computes, and asks nobody. @throws StrataError BAD_COLUMN, BAD_USAGE, TOO_FEW_EXAMPLES */
export function judgeLadder(question: LadderQuestion, { source, history, models }: ScoredHistory): ReplayedLadder {
  const { strategy, segments, trigger, seed = 1, replicates = 1000 } = question;
  const scored = [...models.values()];
  const rankings = rankRows({ strategy, segments, history, models });
  const parts = divideHistory(history, scored, { validation: false, seed });
  const { test, basis } = parts;
  const { levels, notes } = ladderLevels(strategy, rankings, { segments, history, models }, trigger);
  const sizes = levels.map(({ ranking }) => candidatesOf(ranking, test.pools));
  const { equal, allowance } = equalPlan(question.plan, test, levels, sizes);
  const random = seededRandom(seed);
  const take = ({ ranking }: LevelRanking, allowed: Allowance) => takeAudience(ranking, history, test.pools, allowed);
  const audiences = [
    ...levels.map((level, index) => take(level, { by: 'audience', sizes: sizes[index] ?? [] })),
    ...levels.map((level) => take(level, allowance)),
  ];
  const { rows, propensity } = test;
  const { margin } = strategy.goal;
  const uniform = () => random.uniform();
  const measured = measureAudiences(audiences, { history, rows, propensity, basis, margin, uniform, replicates });
  const figures = figuresOf(measured, basis);
  const told = levels.map((level, index) => toldLevel(level, index, levels, { measured, figures }));
  const obstacle = ladderObstacle({
    basis,
    imbalance: basis === 'gross' ? null : imbalanceOf(scoresOf(rankings), history, test),
    isRecorded: history.propensity !== null,
  });
  const ladder: Ladder = {
    strategy: { id: strategy.id, title: strategy.title, humanRule: strategy.baseline.title },
    source,
    models: scored.map(({ judged }) => judged),
    history: summaryOf(history, parts),
    basis,
    levels: told,
    equal,
    sentences: ladderSentences(told, equal, basis),
    obstacle,
    notes: [...history.notes, ...parts.notes, ...notes, ...unseenStepNotes(told)],
  };
  const takenBy = (audience: Audience | undefined) => membersOf(audience, history, rows);
  return {
    ladder,
    audiences: levels.map((_, index) => ({
      natural: takenBy(audiences[index]),
      equal: takenBy(audiences[levels.length + index]),
    })),
  };
}

/** What the levels are equal in. */
function equalPlan(
  plan: RequestedPlan | undefined,
  test: HistoryPart,
  levels: readonly LevelRanking[],
  sizes: readonly (readonly number[])[],
): { readonly equal: BacktestPlan; readonly allowance: Allowance } {
  const [everybody] = levels;
  if (plan !== undefined && 'budget' in plan && everybody !== undefined) {
    const { plan: equal, allowance } = planFor(plan, test, everybody.ranking);
    return { equal, allowance };
  }
  const wanted = wantedShare(plan, test.rows.length);
  const smallest = test.pools.map((pool, index) =>
    Math.min(wanted * pool.length, ...sizes.map((own) => own[index] ?? 0)),
  );
  const audience = smallest.reduce((sum, size) => sum + size, 0);
  return {
    equal: { by: 'audience', audience, share: audience / test.rows.length },
    allowance: { by: 'audience', sizes: smallest },
  };
}

/** Share of the rows that each level may reach at most. */
function wantedShare(plan: RequestedPlan | undefined, rows: number): number {
  if (plan === undefined || 'budget' in plan) return 1;
  return 'share' in plan ? plan.share : Math.min(1, plan.people / rows);
}

function membersOf(
  audience: Audience | undefined,
  { rowNumbers }: HistoryRows,
  rows: Uint32Array,
): ReadonlyMap<number, number> {
  const taken = (row: number): number => audience?.taken[row] ?? 0;
  return new Map(
    Array.from(
      rows.filter((row) => taken(row) > 0),
      (row) => [rowNumbers[row] ?? 0, taken(row)],
    ),
  );
}

function toldLevel(
  { level, title }: LevelRanking,
  index: number,
  levels: readonly LevelRanking[],
  { measured, figures }: { readonly measured: Measured; readonly figures: readonly LadderFigures[] },
): LadderLevel {
  const equalOf = (place: number) => levels.length + place;
  const place = (id: LadderLevelId) => levels.findIndex((other) => other.level === id);
  const step = (upper: number, lower: number): LadderStep | null => {
    const from = levels[lower]?.level;
    if (from === undefined || upper < 0) return null;
    return {
      from,
      profit: measured.difference(equalOf(upper), equalOf(lower), 'profit'),
      value: measured.growth(equalOf(upper), equalOf(lower), 'value'),
    };
  };
  const [natural, equal] = [figures[index], figures[equalOf(index)]];
  if (natural === undefined || equal === undefined) throw new TypeError('a level was not measured');
  return {
    level,
    title,
    natural,
    equal,
    step: level === 'human rule' ? step(place('predictive'), index) : step(index, index - 1),
  };
}

/** A history of a campaign to a segment has nobody else: what choosing the segment earned can't be seen in it. */
function unseenStepNotes(levels: readonly LadderLevel[]): readonly string[] {
  return levels.flatMap(({ level, natural }, index) => {
    const before = levels[index - 1];
    if (level === 'human rule' || before?.natural.audience !== natural.audience) return [];
    return [
      `everybody of "${before.level}" in this history is in "${level}", too: what that step earns cannot be seen`,
    ];
  });
}

/** The figures of all audiences; the intervals of each figure hold all audiences together. */
function figuresOf(measured: Measured, basis: Ladder['basis']): readonly LadderFigures[] {
  const [conversions, incremental, value, cost, profit, roi] = (
    ['conversions', 'incremental', 'value', 'cost', 'profit', 'roi'] as const
  ).map((figure) => measured.together(figure));
  const unknown: Estimate = { value: Number.NaN, lower: Number.NaN, upper: Number.NaN, level: 0.95 };
  const of = (estimates: readonly Estimate[] | undefined, audience: number) => estimates?.[audience] ?? unknown;
  return measured.people.map((people, audience) => ({
    audience: people,
    conversions: of(conversions, audience),
    incremental: basis === 'gross' ? null : of(incremental, audience),
    value: of(value, audience),
    cost: of(cost, audience),
    profit: of(profit, audience),
    roi: of(cost, audience).value === 0 ? null : of(roi, audience),
  }));
}
