import { compareText } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { choose, type Choice } from '../stages/choose.js';
import { type CompiledCondition, type ConditionTrace, flippingValues, type LeafTrace } from '../../conditions/index.js';
import {
  type DecisionInput,
  type FactCatalogue,
  type NearestChange,
  type Scores,
  spokenFacts,
  timeZoneOf,
} from '../../index.js';
import { type CompiledRelease, type DerivedFacts, derivedFacts } from '../../plan/index.js';
import { type Verdict } from '../stages/judge.js';
import { canHappen, type Change, isSuggestible, numbersAround, onTheWay } from './possible-change.js';
import { type Qualified, qualify } from '../stages/qualify.js';
import { resolver } from '../stages/resolve.js';
import { inLanguage, phrasesOf } from '../../words/index.js';

/** A change with everything that a decision about it rests on: what the log stores of it, and what replay reads. */
export interface Counterfactual {
  readonly fact: string;
  readonly to: unknown;
  /** Facts that follow from the changed one. */
  readonly follows: Readonly<Record<string, unknown>>;
  /** What the models said about the changed facts. */
  readonly scores: Scores;
}

/** What a search wants to know next: what these models say about these facts. */
export interface Rescoring {
  readonly models: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A search is driven by whoever has the models; it takes their answers in turn. */
export type ChangeSearch<R> = Generator<Rescoring, R, Scores>;

/** So many changes are decided again at most. */
const MOST_TRIED = 60;
/** How often a break-even is followed to the scores at its own value. */
const MOST_STEPS = 6;
/** How often the way to a number that does it is halved. */
const HALVINGS = 6;

/**
 * Searches the smallest change of one actionable fact that would alter the outcome. Every change is **decided again** before
 * it is told: by the same stages, at the same moment, events, contacts and availability, with what the models say about the
 * changed facts. Null where there is none.
 *
 * Values come from the conditions and the order value of the strategy that is reported, and from around the person's own
 * values of what its models read. Only changes that can happen are tried: time goes on and never back, what was counted is
 * never undone, sensitive facts and facts that are not actionable stay as they are. Facts that are told by others follow them;
 * a share may or may not, so that a change counts only where it does the same with the share as it was, too. A hold-out is a draw that no fact alters, and a
 * hold-out is no outcome to strive for.
 */
export function* searchNearestChange(choice: Choice): ChangeSearch<Counterfactual | null> {
  const { reported, outcome, qualified } = choice;
  if (reported === null || outcome === 'holdout') return null;
  const found =
    (yield* firstThatAlters(choice, changesOfRules(choice, reported))) ?? (yield* breakEven(choice, reported));
  if (found !== null) return found;
  const first = yield* firstThatAlters(choice, changesOfFeatures(reported, qualified));
  return first === null ? null : yield* refined(choice, first);
}

/** What the change would bring about, decided again; null where the outcome would stay, or a hold-out would come of it. */
export function nearestChangeOf(
  choice: Choice,
  counterfactual: Counterfactual | null,
  language?: Language,
): NearestChange | null {
  if (counterfactual === null) return null;
  const { input, release } = choice.qualified;
  const { fact, to, follows, scores } = counterfactual;
  const after = chooseWith(choice, { ...input.facts, ...follows, [fact]: to }, scores);
  if (!alters(choice, after)) return null;
  const offer = after.offered?.offer.document ?? null;
  const { changes } = phrasesOf(language);
  const change = { fact, from: input.facts[fact], to };
  return {
    fact,
    from: change.from ?? null,
    to,
    outcome: offer === null ? 'none' : 'offer',
    strategy: after.reported?.qualification.strategy.document.id ?? null,
    offer: offer?.id ?? null,
    words: changes.outcome(
      changes.fact(change, inLanguage(spokenFacts(release.documents), language)),
      offer?.title ?? null,
    ),
  };
}

function alters(before: Choice, after: Choice): boolean {
  if (after.outcome === 'holdout') return false;
  return before.outcome !== after.outcome || before.offered?.offer.key !== after.offered?.offer.key;
}

function chooseWith(
  { qualified, availability, policies }: Choice,
  facts: DecisionInput['facts'],
  scores: Scores,
): Choice {
  const { input, release } = qualified;
  return choose(qualify({ ...input, facts }, release), scores, availability, policies);
}

function derivedOf({ documents }: CompiledRelease): DerivedFacts {
  return derivedFacts(documents.facts, timeZoneOf(documents));
}

function* firstThatAlters(choice: Choice, changes: readonly Change[]): ChangeSearch<Counterfactual | null> {
  for (const change of changes.slice(0, MOST_TRIED)) {
    const tried = yield* tryOut(choice, change);
    if (tried?.works === true) return tried.counterfactual;
  }
  return null;
}

interface Tried {
  readonly counterfactual: Counterfactual;
  readonly after: Choice;
  readonly works: boolean;
}

/** Decides again with the change; null where a model fails on it: nobody knows what would come out. */
function* tryOut(choice: Choice, { fact, to }: Change): ChangeSearch<Tried | null> {
  const { input, release } = choice.qualified;
  const facts = { ...input.facts, [fact]: to };
  const derived = derivedOf(release);
  const follows = derived.following(facts, fact, true);
  const surely = derived.following(facts, fact, false);
  if (follows === null || surely === null) return null;
  // With the shares as they were.
  const changed = { ...facts, ...surely };
  const scores = yield* rescored(choice, { ...changed, ...follows });
  if (scores === null) return null;
  const counterfactual = Object.freeze({ fact, to, follows, scores });
  const after = chooseWith(choice, { ...changed, ...follows }, scores);
  if (!alters(choice, after) || Object.keys(follows).length === Object.keys(surely).length) {
    return { counterfactual, after, works: alters(choice, after) };
  }
  const alone = yield* rescored(choice, changed);
  const same = alone !== null && !alters(after, chooseWith(choice, changed, alone));
  return { counterfactual, after, works: same };
}

/** What the models say about other facts. One that gave no score when it was asked stays without. */
function* rescored(choice: Choice, facts: DecisionInput['facts']): ChangeSearch<Scores | null> {
  const { input, release } = choice.qualified;
  const { needs } = qualify({ ...input, facts }, release);
  const silent = needs.filter((model) => (choice.scores[model]?.status ?? 'scored') !== 'scored');
  const models = needs.filter((model) => !silent.includes(model));
  const scores = models.length === 0 ? {} : yield { models, facts };
  // A model without a champion decides nothing then either; one that fails just now might not.
  if (models.some((model) => (scores[model]?.status ?? 'failed') === 'failed')) return null;
  return { ...scores, ...Object.fromEntries(silent.map((model) => [model, choice.scores[model] as Scores[string]])) };
}

/** Values that the strategy's conditions name, the smallest change first. */
function changesOfRules({ qualified, scores }: Choice, reported: Verdict): readonly Change[] {
  const { input, release } = qualified;
  const { facts } = release.documents;
  const resolve = resolver(input, release, scores);
  const derived = derivedOf(release);
  const traced = (condition: CompiledCondition) => leavesOf(condition.trace(input.facts, resolve));
  const read = conditionsOf(reported, qualified, scoredModels(scores)).flatMap(traced);
  // What is told by other facts changes with them.
  const leaves = [...read, ...read.flatMap(({ fact }) => derived.conditionsOf(fact)).flatMap(traced)];
  const changes = leaves
    .filter((leaf) => leaf.params === undefined)
    .flatMap((leaf) => flippingValues(leaf).map((to) => ({ fact: leaf.fact, from: input.facts[leaf.fact], to })));
  return possible(changes, facts);
}

/** Values around the person's own of what the strategy's models read. */
function changesOfFeatures({ qualification }: Verdict, { input, release, needs }: Qualified): readonly Change[] {
  const { documents } = release;
  const models = documents.models.filter(({ id }) => needs.includes(id) && reads(qualification.strategy.needs, id));
  const facts = new Set(models.flatMap(({ features }) => features));
  const changes = [...facts].flatMap((fact) =>
    numbersAround(input.facts[fact]).map((to) => ({ fact, from: input.facts[fact], to })),
  );
  return possible(changes, documents.facts);
}

function reads(needs: Verdict['qualification']['strategy']['needs'], model: string): boolean {
  return needs.model.includes(model) || needs.baseline.includes(model);
}

function possible(changes: readonly Change[], catalogue: FactCatalogue): readonly Change[] {
  const known = changes.flatMap((change): readonly Change[] => {
    if (!isSuggestible(change.fact, catalogue)) return [];
    const reachable = onTheWay(change, catalogue);
    return canHappen(reachable, catalogue) ? [reachable] : [];
  });
  const distinct = new Map(known.map((change) => [JSON.stringify([change.fact, change.to]), change]));
  return [...distinct.values()].sort(compareChanges);
}

/** A model without a champion, or one that failed, has no score that a condition could read. */
function scoredModels(scores: Scores): readonly string[] {
  return Object.keys(scores).filter((model) => scores[model]?.status === 'scored');
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

/**
 * The order value from which an offer pays that does not, or does not pay any more that does: cost / (margin × (p₁ − p₀)),
 * to the next cent. The value may feed the models, so it is followed to where they put it, and then made smaller.
 */
function* breakEven(choice: Choice, reported: Verdict): ChangeSearch<Counterfactual | null> {
  const { input, release } = choice.qualified;
  const { orderValue } = reported.qualification.strategy.document.goal;
  if (typeof orderValue === 'number' || !isSuggestible(orderValue.fact, release.documents.facts)) return null;
  const { fact } = orderValue;
  const from = input.facts[fact];
  const up = choice.outcome !== 'offer';
  let to = breakEvenOf(reported, up);
  for (let step = 0; step < MOST_STEPS && to !== null; step++) {
    if (to === from || !canHappen({ fact, from, to }, release.documents.facts)) return null;
    const tried: Tried | null = yield* tryOut(choice, { fact, from, to });
    if (tried === null) return null;
    if (tried.works) return yield* refined(choice, tried.counterfactual);
    const next = tried.after.reported === null ? null : breakEvenOf(tried.after.reported, up);
    to = next === null || (up ? next <= to : next >= to) ? null : next;
  }
  return null;
}

/** The nearest one among the strategy's offers. */
function breakEvenOf({ qualification, steps, selector, candidates }: Verdict, up: boolean): number | null {
  const { margin } = qualification.strategy.document.goal;
  const values = steps.flatMap((step) => {
    if (!(up ? step.code === 'UNPROFITABLE' : step.code === 'OFFERED' && selector === 'model')) return [];
    if (!('expected' in step) || step.expected === null) return [];
    const { conversion, natural, cost } = step.expected;
    const offered = candidates.find(({ offer }) => 'offer' in step && offer.document.id === step.offer);
    const price = step.code === 'UNPROFITABLE' ? step.price : (offered?.price ?? 0);
    const value = (cost + price) / (margin * (conversion - (natural ?? 0)));
    if (!Number.isFinite(value) || value < 0) return [];
    return [up ? (Math.floor(value * 100) + 1) / 100 : Math.floor(value * 100) / 100];
  });
  return values.length === 0 ? null : Math.min(...values);
}

/** A number's change made smaller while it still does it: its way is halved again and again. */
function* refined(choice: Choice, found: Counterfactual): ChangeSearch<Counterfactual> {
  const { fact } = found;
  const from = choice.qualified.input.facts[fact];
  if (typeof from !== 'number' || typeof found.to !== 'number') return found;
  const whole = Number.isInteger(from) && Number.isInteger(found.to);
  let best = found;
  let [failing, reaching] = [from, found.to];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (failing + reaching) / 2;
    const to = whole ? Math.round(middle) : Math.round(middle * 100) / 100;
    if (to === failing || to === reaching) break;
    const tried: Tried | null = yield* tryOut(choice, { fact, from, to });
    if (tried?.works === true) [best, reaching] = [tried.counterfactual, to];
    else failing = to;
  }
  return best;
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
