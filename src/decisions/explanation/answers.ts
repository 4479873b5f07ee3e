import { type Account, type Choice } from '#strata/engine/decide';
import { standsUntil } from '#strata/engine/plan';
import { currencyOf, type Decision, switchedOffOf } from '#strata/engine';
import { type Phrases } from '#strata/engine/words';
import { type ModelFailure, momentIn, type Repetition } from './evidence.js';

/** What a reader asks of a decision, answered in sentences. */
export interface Answers {
  /** Why it is so: everything of the strategy that is reported, for and against. */
  readonly why: readonly string[];
  /** What would change it; says so where nothing about the person would. */
  readonly change: readonly string[];
  /** What it cost until now, and what it is expected to cost and to earn. */
  readonly money: readonly string[];
}

interface Evidence {
  readonly choice: Choice;
  /** In full. */
  readonly decision: Decision;
  readonly accounts: readonly Account[];
  readonly failures: readonly ModelFailure[];
  readonly repetition: Repetition | null;
  readonly phrases: Phrases;
}

/** The three answers. They say nothing that the decision, its accounts and its failures do not hold. */
export function answersOf(evidence: Evidence): Answers {
  return { why: whyOf(evidence), change: changesOf(evidence), money: moneyOf(evidence) };
}

function whyOf({ decision, failures, repetition, phrases }: Evidence): readonly string[] {
  const own = decision.reasons.filter(({ strategy }) => strategy === undefined || strategy === decision.strategy);
  const failed = failures.map(({ title, code, message }) => phrases.answers.noScore(title, code, message));
  return [...own.map(({ words }) => words), ...failed, ...(repetition === null ? [] : [repetition.words])];
}

function changesOf(evidence: Evidence): readonly string[] {
  const { decision, choice, phrases } = evidence;
  const { noFact, publish } = phrases.answers;
  if (choice.reported === null) return [publish];
  const others = otherChanges(evidence);
  if (decision.nearestChange !== null) return [decision.nearestChange.words, ...others];
  return decision.outcome === 'offer' || others.length === 0 ? [noFact, ...others] : others;
}

/** What is no fact of the person: consent, time, draws, limits, models. */
function otherChanges({ decision, choice, failures, repetition, phrases }: Evidence): readonly string[] {
  const { answers } = phrases;
  const { reported } = choice;
  if (reported === null) return [];
  const { strategy } = reported.qualification;
  const { consent, active, experiment } = strategy.document;
  const codes = new Set(
    decision.reasons.filter((reason) => reason.strategy === decision.strategy).map(({ code }) => code),
  );
  const found: string[] = [];
  const stop = switchedOffOf(choice.qualified.input, strategy.document.id, 'stop');
  if (stop !== null) found.push(answers.resume(stop.by));
  else if (codes.has('NOT_ACTIVE')) found.push(answers.period(active?.from, active?.to));
  if (codes.has('SUPPRESSED')) found.push(answers.unsuppress);
  if (codes.has('NO_CONSENT')) found.push(answers.consent(consent ?? ''));
  if (decision.stoppedBy === 'caps') found.push(answers.contactFrom(momentIn(choice, phrases)(closedUntil(choice))));
  if (decision.outcome === 'holdout') {
    const isOfAll = decision.heldOutOf === 'all';
    const seed = isOfAll ? strategy.policy?.holdout?.seed : experiment?.seed;
    found.push(answers.holdout(isOfAll, seed ?? ''));
  }
  if (codes.has('STOCK_SPENT')) found.push(answers.stock);
  if (codes.has('BUDGET_SPENT')) found.push(answers.budget);
  if (decision.reasons.some(({ strategy, run }) => strategy === decision.strategy && run !== undefined))
    found.push(answers.prices);
  for (const { title } of failures) found.push(answers.score(title));
  if (decision.outcome === 'offer') found.push(...endOfRepetition(choice, repetition, phrases));
  return found;
}

/** While the offer stands, asking again changes nothing. */
function endOfRepetition(choice: Choice, repetition: Repetition | null, phrases: Phrases): readonly string[] {
  const { reported, qualified } = choice;
  if (repetition !== null || reported === null) return [];
  const until = standsUntil(qualified.input.now, reported.qualification.strategy);
  return until === null ? [] : [phrases.answers.repeats(momentIn(choice, phrases)(until))];
}

/** Of several channels that the contact policy holds back, the first that opens. In milliseconds since 1970, UTC. */
function closedUntil({ reported, qualified }: Choice): number {
  const { steps, qualification } = reported as NonNullable<Choice['reported']>;
  const blocks = steps.flatMap((step) => ('block' in step ? [step.block.until] : []));
  if (blocks.length > 0) return Math.min(...blocks);
  const { cap, document } = qualification.strategy;
  const own = qualified.input.contacts.filter(({ strategy }) => strategy === document.id).map(({ at }) => at);
  const counted = own.toSorted((a, b) => b - a).slice(0, cap?.contacts ?? 1);
  return (counted.at(-1) ?? qualified.input.now) + (cap?.within ?? 0);
}

function moneyOf({ decision, choice, accounts, phrases }: Evidence): readonly string[] {
  const { answers } = phrases;
  const { offered, reported, qualified } = choice;
  const currency = currencyOf(qualified.release.documents);
  const withheld = decision.outcome === 'holdout' ? heldOutOffer(choice) : null;
  const told = offered?.offer.document.id ?? withheld ?? undefined;
  const account = accounts.find(({ offer }) => offer === told);
  if (offered !== null) {
    const { contactCost, faceValue } = offered.offer.document;
    const reserved = answers.reserved(contactCost, faceValue, currency);
    return [reserved, ...(account?.words ?? [answers.unknownMoney])];
  }
  const spent = answers.nothingSpent;
  if (withheld !== null) {
    return [spent, answers.withheld(account?.title ?? withheld), ...(account?.words ?? [])];
  }
  if (accounts.length === 0) {
    return reported === null ? [spent] : [spent, answers.notPriced];
  }
  return [
    spent,
    ...accounts.flatMap(({ title, cost, profit, words }) => [answers.notMade(title, cost, profit, currency), ...words]),
  ];
}

function heldOutOffer({ reported }: Choice): string | null {
  const step = reported?.steps.find(({ code }) => code === 'HOLDOUT');
  return step !== undefined && 'offer' in step ? (step.offer ?? null) : null;
}
