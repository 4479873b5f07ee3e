import { imbalanceOf } from './selection/balance.js';
import { type Allowance, type Audience, type Ranking, takeAudience } from './selection/audience.js';
import { byMonth, bySegment } from './breakdown.js';
import { measureAudiences, type Measured, type Measuring, weightsInside } from './measure.js';
import { offPolicyValue } from './off-policy.js';
import { type HistoryPart, type Parts } from './selection/parts.js';
import { planFor, type RequestedPlan } from './plan.js';
import { type BacktestReport, type BacktestPlan, type SelectorId, type SelectorResult } from './report.js';
import { type RankingRequest, type StrategyRankings } from './selection/selectors.js';
import { modelOf } from './selection/strategy-models.js';
import { leaveOut, sweepLeaveOut } from './sweep.js';
import { verdictOf } from './verdict/index.js';
import { backtestPhrases } from './words/index.js';

/** How to compare. */
export interface Comparing {
  readonly plan: RequestedPlan;
  /** A seeded source of numbers on [0, 1). */
  readonly uniform: () => number;
  readonly replicates: number;
}

/** The compared part of a report, and what else can be told from it. */
export interface Compared extends Pick<
  BacktestReport,
  'plan' | 'selectors' | 'months' | 'segments' | 'offPolicy' | 'sweep' | 'verdict'
> {
  /** Whom the strategy takes. */
  readonly own: Audience;
  readonly measuring: Measuring;
  readonly notes: readonly string[];
}

/** Lets every selector pick from the test rows what the plan allows, and measures what they picked. */
export function compareSelectors(
  request: RankingRequest,
  rankings: StrategyRankings,
  parts: Parts,
  comparing: Comparing,
): Compared {
  const { strategy, history } = request;
  const { test } = parts;
  const measuringOf = (part: HistoryPart): Measuring => ({
    history,
    rows: part.rows,
    propensity: part.propensity,
    basis: parts.basis,
    margin: strategy.goal.margin,
    uniform: comparing.uniform,
    replicates: comparing.replicates,
  });
  const measuring = measuringOf(test);
  const { plan, allowance, notes } = planFor(comparing.plan, test, rankings.strategy);
  const sweep = sweepOf(request, rankings, parts, { measuringOf, plan, allowance });
  const picked = selectorsOf(request, rankings, sweep, test).map(({ ranking, ...one }) => ({
    ...one,
    audience: takeAudience(ranking, history, test.pools, allowance),
  }));
  const measured = measureAudiences(
    picked.map(({ audience }) => audience),
    measuring,
  );
  const selectors = picked.map((one, index) => resultOf(one, index, measured, parts.basis));
  const audienceOf = (selector: SelectorId) => picked.find((one) => one.selector === selector)?.audience;
  const own = audienceOf('strategy') ?? takeAudience(rankings.strategy, history, test.pools, allowance);
  const human = audienceOf('human rule');
  const judged = [own, ...(human === undefined ? [] : [human])];
  return {
    plan,
    selectors,
    months: human === undefined ? [] : byMonth(own, human, measuring),
    segments: human === undefined ? [] : bySegment(own, human, measuring, request),
    offPolicy:
      parts.basis === 'gross'
        ? null
        : picked
            .filter(({ selector }) => selector !== 'two-model method')
            .map(({ selector, audience }) => offPolicyValue(selector, audience, rankings, measuring)),
    sweep,
    verdict: verdictOf({
      selectors,
      basis: parts.basis,
      plan,
      outOfTime: parts.outOfTime,
      hasTime: history.times !== null,
      readsNatural: rankings.natural !== null,
      inside: judged.map((audience) => weightsInside(audience, measuring)),
      imbalance: parts.basis === 'gross' ? null : imbalanceOf(scoresOf(rankings), history, test),
      recorded: history.propensity !== null,
    }),
    own,
    measuring,
    notes,
  };
}

function sweepOf(
  { strategy }: RankingRequest,
  { response, natural }: StrategyRankings,
  { test, validation }: Parts,
  {
    measuringOf,
    plan,
    allowance,
  }: {
    readonly measuringOf: (part: HistoryPart) => Measuring;
    readonly plan: BacktestPlan;
    readonly allowance: Allowance;
  },
): BacktestReport['sweep'] {
  if (response === null || natural === null || validation === null) return null;
  const requested: RequestedPlan =
    plan.by === 'budget'
      ? { budget: (plan.budget * validation.rows.length) / test.rows.length }
      : { share: plan.share };
  const swept = (part: HistoryPart, allowed: Allowance) => ({
    pools: part.pools,
    allowance: allowed,
    measuring: measuringOf(part),
  });
  return sweepLeaveOut(
    modelOf(strategy.goal.natural) ?? '',
    { response, natural },
    { ...swept(validation, planFor(requested, validation, response).allowance), title: validation.title },
    swept(test, allowance),
  );
}

interface Selector {
  readonly selector: SelectorId;
  readonly title: string;
  readonly ranking: Ranking;
}

function selectorsOf(
  { strategy }: RankingRequest,
  { strategy: own, humanRule, random, response, natural }: StrategyRankings,
  sweep: BacktestReport['sweep'],
  { pools }: HistoryPart,
): readonly Selector[] {
  const titles = backtestPhrases().selectors;
  const selectors: (Selector | null)[] = [
    { selector: 'strategy', title: titles.strategy, ranking: own },
    humanRule && { selector: 'human rule', title: strategy.baseline.title, ranking: humanRule },
    { selector: 'random', title: titles.random, ranking: random },
    response && { selector: 'response model', title: titles['response model'], ranking: response },
    response && natural && sweep
      ? {
          selector: 'two-model method',
          title: titles['two-model method'](sweep.chosen),
          ranking: leaveOut({ response, natural }, pools, sweep.chosen),
        }
      : null,
  ];
  return selectors.filter((selector) => selector !== null);
}

function resultOf(
  { selector, title }: Pick<Selector, 'selector' | 'title'>,
  index: number,
  measured: Measured,
  basis: Parts['basis'],
): SelectorResult {
  const cost = measured.estimate(index, 'cost');
  return {
    selector,
    title,
    audience: measured.people[index] ?? 0,
    conversions: measured.estimate(index, 'conversions'),
    incremental: basis === 'gross' ? null : measured.estimate(index, 'incremental'),
    cost,
    profit: measured.estimate(index, 'profit'),
    roi: cost.value === 0 ? null : measured.estimate(index, 'roi'),
    strategyAhead:
      index === 0
        ? null
        : {
            profit: measured.difference(0, index, 'profit'),
            conversions: measured.difference(0, index, basis === 'gross' ? 'conversions' : 'incremental'),
          },
  };
}

/** What the selectors rank by, to compare those with an offer and those without. */
export function scoresOf({ natural, withOffer, humanRule }: StrategyRankings): Parameters<typeof imbalanceOf>[0] {
  return [
    ...withOffer.map((values) => ({ title: 'the response model', values })),
    ...(natural === null ? [] : [{ title: 'the natural model', values: natural }]),
    ...(humanRule === null ? [] : [{ title: "the human rule's order", values: humanRule.scores }]),
  ];
}
