import {
  asksModel,
  armsOf,
  policyOf,
  type FixedRate,
  type ModelReference,
  type RankBy,
  readsOf,
  type Strategy,
  type Guardrail,
  guardrailKey,
} from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { expectedCost, expectedProfit } from '#strata/engine/plan';
import { checkCondition } from './conditions.js';
import { checkFactType } from './facts.js';
import { checkModelUse, givesNatural } from './models.js';
import { type Known, type Report } from '../context/report.js';
import { checkPolicies } from './policies.js';
import { checkRecommendedContent } from './recommending/recommended-content.js';
import { checkSensitiveFacts } from './sensitive-facts.js';

/** Checks a strategy against everything else. */
export function checkStrategy(strategy: Strategy, known: Known, report: Report): void {
  for (const { condition, ...place } of readsOf(strategy).conditions) checkCondition(condition, place, known, report);
  checkGoal(strategy, known, report);
  checkOffers(strategy, known, report);
  checkRanking(strategy.predictive?.rankBy, '/predictive/rankBy', known, report);
  checkRanking(strategy.baseline.rankBy, '/baseline/rankBy', known, report);
  if (strategy.predictive !== undefined && Object.keys(strategy.predictive).length < 2) {
    report.problem('/predictive', 'The predictive layer does nothing', 'when, rankBy or both');
  }
  checkActive(strategy, report);
  checkExperiment(strategy, known, report);
  checkPolicies(strategy, known, report);
  checkRecommendedContent(strategy, known, report);
  checkGuardrails(strategy, report);
  checkSensitiveFacts(strategy, known, report);
}

function checkGoal({ goal, consent, offers }: Strategy, known: Known, report: Report): void {
  if (typeof goal.orderValue !== 'number') {
    checkFactType(goal.orderValue.fact, '/goal/orderValue/fact', ['number'], known, report);
  }
  checkProbability(goal.natural, '/goal/natural', known, report);
  if (goal.natural === undefined && !offers.every(({ response }) => givesNatural(response, known))) {
    report.warning('/goal', 'Without "natural" the profit is gross and is never compared with incremental ones');
  }
  if (consent === undefined) report.warning('', 'The strategy asks for no consent', '"consent": "marketing"');
}

function checkOffers({ goal, offers, baseline, limits }: Strategy, known: Known, report: Report): void {
  const ids = offers.map(({ id }) => id);
  if (!ids.includes(baseline.offer)) report.unknown('/baseline/offer', 'offer', baseline.offer, ids);
  offers.forEach((offer, index) => {
    const pointer = `/offers/${index}`;
    if (ids.indexOf(offer.id) < index)
      report.problem(`${pointer}/id`, `The offer "${offer.id}" stands here twice`, 'each id once');
    checkProbability(offer.response, `${pointer}/response`, known, report);
    if (offer.minimumSpend !== undefined && offer.minimumSpend < offer.faceValue) {
      report.warning(`${pointer}/minimumSpend`, 'The offer is worth more than the order that it needs');
    }
    if (limits?.budget !== undefined && offer.contactCost + offer.faceValue > limits.budget) {
      report.warning('/limits/budget', `The budget does not pay for a single "${offer.id}"`);
    }
    if (neverProfitable(goal, offer)) {
      const message = 'By its own numbers the offer costs more than it can bring, whoever gets it';
      report.warning(pointer, message, 'contactCost + redemptionRate × faceValue below margin × orderValue');
    }
    const { response } = offer;
    if (
      goal.natural !== undefined &&
      !asksModel(goal.natural) &&
      !asksModel(response) &&
      response.rate <= goal.natural.rate
    ) {
      report.warning(`${pointer}/response/rate`, 'The offer converts no better than no offer: it is never profitable');
    }
  });
}

/** Whether no chance to convert, not even certainty against none, makes the offer pay. Only where the order's value is known. */
function neverProfitable(goal: Strategy['goal'], offer: Strategy['offers'][number]): boolean {
  const { orderValue, natural } = goal;
  if (typeof orderValue !== 'number') return false;
  const { response } = offer;
  const most = asksModel(response) ? 1 : response.rate;
  const least = natural !== undefined && !asksModel(natural) ? natural.rate : 0;
  if (most <= least) return false;
  return expectedProfit(goal, orderValue, most, least, expectedCost(offer, most)) <= 0;
}

function checkProbability(
  source: ModelReference | FixedRate | undefined,
  pointer: string,
  known: Known,
  report: Report,
): void {
  if (asksModel(source)) checkModelUse(source.model, `${pointer}/model`, 'probability', known, report);
}

function checkRanking(rankBy: RankBy | undefined, pointer: string, known: Known, report: Report): void {
  if (rankBy === undefined) return;
  if (asksModel(rankBy)) checkModelUse(rankBy.model, `${pointer}/model`, 'order', known, report);
  else checkFactType(rankBy.fact, `${pointer}/fact`, ['number', 'date'], known, report);
}

const DAY = 86_400_000;

function checkActive({ active }: Strategy, report: Report): void {
  if (active?.from === undefined || active.to === undefined) return;
  // A date without a time includes the whole day.
  const end = Date.parse(active.to) + (active.to.includes('T') ? 0 : DAY);
  if (Date.parse(active.from) >= end) {
    report.problem('/active/to', `The strategy ends (${active.to}) before it begins`, `after ${active.from}`);
  }
}

function checkExperiment(strategy: Strategy, known: Known, report: Report): void {
  const { seeds, namespaces } = known;
  const { id, experiment, trigger, predictive } = strategy;
  const first = experiment === undefined ? undefined : seeds.get(experiment.seed);
  if (first !== undefined && first !== id) {
    const message = `"${first}" has the same seed: the same people are held out and drawn into the same arms in both`;
    report.warning('/experiment/seed', message, 'a seed of its own');
  }
  if (experiment?.arms === undefined) {
    checkWithoutArms(experiment, report);
    return;
  }
  checkNamespace(strategy, namespaces, report);
  const arms = armsOf(experiment);
  const together = arms.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(together - 1) > 1e-9) {
    report.problem('/experiment/arms', `The shares of the arms add up to ${Number(together.toFixed(9))}`, 'together 1');
  }
  arms.forEach(({ id: arm }, index) => {
    if (arms.findIndex((other) => other.id === arm) === index) return;
    report.problem(`/experiment/arms/${index}/id`, `The arm "${arm}" stands here twice`, 'each id once');
  });
  checkPlan(strategy, known, report);
  const hasPolicy = arms.some((arm) => policyOf(arm) !== null);
  if (!hasPolicy && trigger === undefined && predictive === undefined && new Set(arms.map(({ by }) => by)).size > 1) {
    report.warning('/experiment/arms', 'Without a trigger or a predictive layer both arms are nearly the same');
  }
}

/** A plan compares an arm by the models with one by the human rule. */
function checkPlan({ experiment }: Strategy, { models }: Known, report: Report): void {
  const plan = experiment?.plan;
  if (plan === undefined) return;
  if (!models.has(plan.model)) report.unknown('/experiment/plan/model', 'model', plan.model, models.keys());
  for (const way of ['model', 'baseline'] as const) {
    if (armsOf(experiment).some(({ by, share }) => by === way && share > 0)) continue;
    report.problem('/experiment/arms', `The plan compares with an arm by ${way}, and there is none`, `"by": "${way}"`);
  }
}

const WEEK = 7 * 86_400_000;

/** Checks that each guardrail of a strategy has something to watch, and stands there once. */
function checkGuardrails(strategy: Strategy, report: Report): void {
  const { guardrails = [] } = strategy;
  guardrails.forEach((guardrail, index) => {
    const place = `/guardrails/${String(index)}`;
    const key = guardrailKey(guardrail);
    if (guardrails.findIndex((other) => guardrailKey(other) === key) < index) {
      const { watch, then } = guardrail;
      report.problem(place, `A guardrail on ${watch} that does "${then}" stands here twice`, 'each once');
    }
    checkWatched(guardrail, strategy, place, report);
    if (guardrail.then === 'fixedArms' && !armsOf(strategy.experiment).some((arm) => policyOf(arm) !== null)) {
      report.problem(`${place}/then`, 'No arm of the strategy is by a policy, so none can be fixed', 'stop, alert');
    }
  });
}

function checkWatched(guardrail: Guardrail, strategy: Strategy, place: string, report: Report): void {
  const { experiment, limits, active } = strategy;
  const isHeldOut = (experiment?.holdout ?? 0) > 0;
  if (guardrail.watch === 'lift' && !isHeldOut) {
    report.problem(place, 'Nobody is held out, so there is no lift to watch', '"experiment": { "holdout": 0.05, … }');
  }
  if (guardrail.watch === 'sampleRatio' && !isHeldOut && armsOf(experiment).length < 2) {
    report.problem(place, 'Nobody is drawn into arms or a hold-out', 'an "experiment" with arms or a hold-out');
  }
  if (guardrail.watch === 'cost' && guardrail.perDay === undefined) {
    const isPlanned = limits?.budget !== undefined && active?.from !== undefined && active.to !== undefined;
    const expected = '"perDay", or "limits.budget" with "active.from" and "active.to"';
    if (!isPlanned) report.problem(place, 'There is no plan that the cost could be ahead of', expected);
  }
  if (guardrail.watch !== 'fallback') return;
  if (strategy.predictive === undefined && readsOf(strategy).models.length === 0) {
    report.problem(place, 'The strategy asks no model', 'a strategy with a model');
  }
  if ((durationMilliseconds(guardrail.within) ?? 0) > WEEK) {
    report.problem(`${place}/within`, 'The decisions of so long are not looked at', 'at most P7D');
  }
}

/** What says who takes part in arms, where there are none. */
function checkWithoutArms(experiment: Strategy['experiment'], report: Report): void {
  for (const key of ['coverage', 'namespace', 'otherwise', 'phase', 'plan'] as const) {
    if (experiment?.[key] === undefined) continue;
    report.problem(
      `/experiment/${key}`,
      `"${key}" is about the arms of an experiment, and this one has none`,
      '"arms"',
    );
  }
}

/** Experiments of one namespace may not share people. */
function checkNamespace({ id, experiment }: Strategy, namespaces: Known['namespaces'], report: Report): void {
  const { namespace, otherwise, coverage = 1 } = experiment ?? {};
  if (otherwise !== undefined && namespace === undefined && coverage === 1) {
    report.warning(
      '/experiment/otherwise',
      'Everybody takes part, so that nobody is left for it',
      'a coverage below 1',
    );
  }
  if (namespace === undefined) return;
  const parts = namespaces.get(namespace.id) ?? [];
  const other = parts.find(({ strategy, from, to }) => strategy !== id && from < namespace.to && namespace.from < to);
  if (other === undefined) return;
  const message = `The experiment of "${other.strategy}" has ${other.from} to ${other.to} of the namespace "${namespace.id}": the same people would take part in both`;
  report.problem('/experiment/namespace', message, freeWords(parts.filter(({ strategy }) => strategy !== id)));
}

/** What the others leave of a namespace. */
function freeWords(others: readonly { readonly from: number; readonly to: number }[]): string {
  const free: string[] = [];
  let begin = 0;
  for (const { from, to } of [...others.toSorted((a, b) => a.from - b.from), { from: 1, to: 1 }]) {
    if (from > begin) free.push(`${String(begin)} to ${String(from)}`);
    begin = Math.max(begin, to);
  }
  return free.length === 0
    ? 'another namespace: nothing of this one is free'
    : `a part that is free: ${free.join(', ')}`;
}
