import { choose, type Choice } from './choose.js';
import {
  type CompiledCondition,
  type ConditionTrace,
  factWords,
  flippingValues,
  type LeafTrace,
} from './conditions/index.js';
import { type Stage, STAGES } from './decision.js';
import { type FactCatalogue } from './documents.js';
import { type DecisionInput, type Scores } from './input.js';
import { type Verdict } from './judge.js';
import { compareText } from './order.js';
import { type Qualified, qualify } from './qualify.js';

import { resolver } from './resolve.js';

/**
 * The smallest change of one actionable fact that would alter the outcome, in words; null where there is none.
 *
 * Candidate values come from the conditions and the order value of the strategy that is reported. Each one is decided
 * again by the same stages, at the same scores, events and availability, so that the answer can never contradict the
 * decision. Where the change would need a score that was not asked for, the change counts if it moves the stage that
 * stopped the strategy. Sensitive facts and facts that are marked as not actionable are never suggested. A hold-out is a
 * draw that no fact alters.
 *
 * Costly (it decides again for each candidate value): for explanations only.
 */
export function nearestChange(choice: Choice): string | null {
  const found = findNearestChange(choice);
  if (found === null) return null;
  return `${changeWords(found.change, choice.qualified.release.documents.facts)} and ${found.effect}`;
}

/** One fact with another value. */
export interface Change {
  readonly fact: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The same as values: the change, and what it would bring about in words. */
export function findNearestChange(choice: Choice): { readonly change: Change; readonly effect: string } | null {
  const { reported, outcome, qualified } = choice;
  if (reported === null || outcome === 'holdout') return null;
  const changes = candidateChanges(choice, reported, qualified.release.documents.facts).sort(compareChanges);
  for (const change of changes) {
    const effect = effectOf(change, choice, reported);
    if (effect !== null) return { change, effect };
  }
  return null;
}

function candidateChanges({ qualified, scores }: Choice, reported: Verdict, catalogue: FactCatalogue): Change[] {
  const { input, release } = qualified;
  const resolve = resolver(input, release, scores);
  const leaves = conditionsOf(reported, qualified, scoredModels(scores)).flatMap((condition) =>
    leavesOf(condition.trace(input.facts, resolve)),
  );
  const fromLeaves = leaves
    .filter((leaf) => leaf.params === undefined && isSuggestible(leaf.fact, catalogue))
    .flatMap((leaf) => flippingValues(leaf).map((to) => ({ fact: leaf.fact, from: input.facts[leaf.fact], to })));
  return [...fromLeaves, ...breakEvenChanges(reported, input, catalogue)];
}

/** A model without a champion, or one that failed, has no score that a condition could read. */
function scoredModels(scores: Scores): readonly string[] {
  return Object.keys(scores).filter((model) => scores[model]?.status === 'scored');
}

/** Whether a change of the fact may be suggested: it is in the catalogue, not sensitive, and can be acted on. */
export function isSuggestible(fact: string, catalogue: FactCatalogue): boolean {
  const definition = Object.hasOwn(catalogue, fact) ? catalogue[fact] : undefined;
  return definition !== undefined && definition.sensitive !== true && definition.actionable !== false;
}

/** The conditions of the strategy that can be traced with the scores that are known. */
function conditionsOf(
  { qualification: { strategy } }: Verdict,
  { needs }: Qualified,
  scored: readonly string[],
): readonly CompiledCondition[] {
  const known = (models: readonly string[]) => models.every((model) => needs.includes(model) && scored.includes(model));
  const conditions = [
    strategy.segment,
    strategy.trigger,
    known(strategy.predictiveModels) ? strategy.predictive : null,
    strategy.baselineWhen,
    ...strategy.offers.map((offer) => (known(offer.whenModels) ? offer.when : null)),
  ];
  return conditions.filter((condition) => condition !== null);
}

/** The leaves of a traced condition, in order. */
export function leavesOf(trace: ConditionTrace): readonly LeafTrace[] {
  switch (trace.kind) {
    case 'leaf':
      return [trace];
    case 'not':
    case 'segment':
      return leavesOf(trace.child);
    case 'all':
    case 'any':
      return trace.children.flatMap(leavesOf);
  }
}

/** The order value from which an offer that is not profitable would be: cost / (margin × (p₁ − p₀)), to the next cent. */
function breakEvenChanges({ qualification, steps }: Verdict, input: DecisionInput, catalogue: FactCatalogue): Change[] {
  const { orderValue, margin } = qualification.strategy.document.goal;
  if (typeof orderValue === 'number' || !isSuggestible(orderValue.fact, catalogue)) return [];
  const { fact } = orderValue;
  return steps.flatMap((step) => {
    if (step.code !== 'UNPROFITABLE') return [];
    const { conversion, natural, cost } = step.expected;
    const breakEven = cost / (margin * (conversion - (natural ?? 0)));
    if (!Number.isFinite(breakEven) || breakEven < 0) return [];
    return [{ fact, from: input.facts[fact], to: (Math.floor(breakEven * 100) + 1) / 100 }];
  });
}

/** The smallest change relative to the values' size first; ties by the fact's name. */
function compareChanges(a: Change, b: Change): number {
  return sizeOfChange(a) - sizeOfChange(b) || compareText(a.fact, b.fact);
}

/** 0 to 2 for numbers; another text, truth or a value where there was none counts as a whole change. */
export function sizeOfChange({ from, to }: Change): number {
  if (typeof from !== 'number' || typeof to !== 'number') return 1;
  return Math.abs(to - from) / Math.max(Math.abs(from), Math.abs(to));
}

/** What the change would bring about; null where the outcome would stay. */
function effectOf(change: Change, choice: Choice, reported: Verdict): string | null {
  const { input, release, needs } = choice.qualified;
  const qualified = qualify({ ...input, facts: { ...input.facts, [change.fact]: change.to } }, release);
  if (qualified.needs.every((model) => needs.includes(model))) {
    return outcomeEffect(choice, choose(qualified, choice.scores, choice.availability));
  }
  const { strategy, stoppedBy } = reported.qualification;
  const now = qualified.strategies.find((passed) => passed.strategy === strategy);
  return stageEffect(stoppedBy, now?.stoppedBy ?? null);
}

function outcomeEffect(before: Choice, after: Choice): string | null {
  const offer = after.offered?.offer.document;
  if (before.outcome === after.outcome && before.offered?.offer.key === after.offered?.offer.key) return null;
  if (after.outcome === 'holdout') return null;
  return offer === undefined ? 'nothing would be offered' : `“${offer.title}” would be offered`;
}

function stageEffect(before: Stage | null, after: Stage | null): string | null {
  if (before === after) return null;
  const later = after === null || (before !== null && STAGES.indexOf(after) > STAGES.indexOf(before));
  const stage = later ? before : after;
  return `the ${stage ?? ''} would ${later ? 'match' : 'no longer match'}`;
}

/** "12 days more since the last order (180 instead of 168)"; "city Beijing (instead of Shanghai)". */
export function changeWords({ fact, from, to }: Change, catalogue: FactCatalogue): string {
  const { words = fact, unit } = catalogue[fact] ?? {};
  if (typeof from === 'number' && typeof to === 'number' && unit !== undefined && words.startsWith(`${unit} `)) {
    const difference = Number(Math.abs(to - from).toPrecision(12));
    const direction = to > from ? 'more' : 'less';
    return `${difference} ${unit} ${direction} ${words.slice(unit.length + 1)} (${to} instead of ${from})`;
  }
  const before = Array.isArray(from) ? from.join(', ') : String(from);
  return `${factWords({ fact }, to, catalogue)} (${from === undefined || from === null ? 'unknown now' : `instead of ${before}`})`;
}
