import { type Account, type Choice } from '#strata/engine/decide';
import { standsUntil } from '#strata/engine/plan';
import { currencyOf, type Decision, switchedOffOf } from '#strata/engine';
import { moneyWords } from '#strata/kernel';
import { type ModelFailure, type Repetition } from './evidence.js';

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
}

/** The three answers. They say nothing that the decision, its accounts and its failures do not hold. */
export function answersOf(evidence: Evidence): Answers {
  return { why: whyOf(evidence), change: changesOf(evidence), money: moneyOf(evidence) };
}

function whyOf({ decision, failures, repetition }: Evidence): readonly string[] {
  const own = decision.reasons.filter(({ strategy }) => strategy === undefined || strategy === decision.strategy);
  const failed = failures.map(({ title, code, message }) => `“${title}” gave no score: ${code}, ${message}`);
  return [...own.map(({ words }) => words), ...failed, ...(repetition === null ? [] : [repetition.words])];
}

function changesOf(evidence: Evidence): readonly string[] {
  const { decision, choice } = evidence;
  if (choice.reported === null) return ['a strategy that is published for this user'];
  const others = otherChanges(evidence);
  if (decision.nearestChange !== null) return [decision.nearestChange.words, ...others];
  return decision.outcome === 'offer' || others.length === 0 ? [NO_FACT, ...others] : others;
}

const NO_FACT = 'no single fact that can change would alter it';

/** What is no fact of the person: consent, time, draws, limits, models. */
function otherChanges({ decision, choice, failures, repetition }: Evidence): readonly string[] {
  const { reported } = choice;
  if (reported === null) return [];
  const { strategy } = reported.qualification;
  const { consent, active, experiment } = strategy.document;
  const codes = new Set(
    decision.reasons.filter((reason) => reason.strategy === decision.strategy).map(({ code }) => code),
  );
  const found: string[] = [];
  const stop = switchedOffOf(choice.qualified.input, strategy.document.id, 'stop');
  if (stop !== null) found.push(`somebody who resumes it: ${stop.by} stopped it`);
  else if (codes.has('NOT_ACTIVE'))
    found.push(`time: it runs from ${active?.from ?? 'its start'} to ${active?.to ?? 'its end'}`);
  if (codes.has('SUPPRESSED')) found.push('the person, who asked not to be contacted, and nobody else');
  if (codes.has('NO_CONSENT')) found.push(`consent to ${consent ?? ''}, stored or sent with the request`);
  if (decision.stoppedBy === 'caps') found.push(`time: a new contact is possible from ${closedUntil(choice)} on`);
  if (decision.outcome === 'holdout') {
    const isOfAll = decision.heldOutOf === 'all';
    const seed = isOfAll ? strategy.policy?.holdout?.seed : experiment?.seed;
    const what = isOfAll ? 'the hold-out of all strategies' : 'the hold-out';
    found.push(`nothing about the person: ${what} is drawn by the seed “${seed ?? ''}”, always the same way`);
  }
  if (codes.has('STOCK_SPENT'))
    found.push('more stock, or offers that come back when their goal windows end unredeemed');
  if (codes.has('BUDGET_SPENT'))
    found.push('a larger limits.budget, or reservations that come back when their goal windows end');
  if (decision.reasons.some(({ strategy, run }) => strategy === decision.strategy && run !== undefined))
    found.push('what the limits are worth: the next campaign run of the strategy finds it anew');
  for (const { title } of failures) found.push(`a score of “${title}”: then the model would decide`);
  if (decision.outcome === 'offer') found.push(...endOfRepetition(choice, repetition));
  return found;
}

/** While the offer stands, asking again changes nothing. */
function endOfRepetition({ reported, qualified }: Choice, repetition: Repetition | null): readonly string[] {
  if (repetition !== null || reported === null) return [];
  const until = standsUntil(qualified.input.now, reported.qualification.strategy);
  return until === null ? [] : [`asking again repeats it until ${iso(until)} or until the goal is reached`];
}

/** Of several channels that the contact policy holds back, the first that opens. */
function closedUntil({ reported, qualified }: Choice): string {
  const { steps, qualification } = reported as NonNullable<Choice['reported']>;
  const blocks = steps.flatMap((step) => ('block' in step ? [step.block.until] : []));
  if (blocks.length > 0) return iso(Math.min(...blocks));
  const { cap, document } = qualification.strategy;
  const own = qualified.input.contacts.filter(({ strategy }) => strategy === document.id).map(({ at }) => at);
  const counted = own.toSorted((a, b) => b - a).slice(0, cap?.contacts ?? 1);
  return iso((counted.at(-1) ?? qualified.input.now) + (cap?.within ?? 0));
}

function moneyOf({ decision, choice, accounts }: Evidence): readonly string[] {
  const { offered, reported, qualified } = choice;
  const currency = currencyOf(qualified.release.documents);
  const amount = (value: number) => moneyWords(value, currency);
  const withheld = decision.outcome === 'holdout' ? heldOutOffer(choice) : null;
  const told = offered?.offer.document.id ?? withheld ?? undefined;
  const account = accounts.find(({ offer }) => offer === told);
  if (offered !== null) {
    const { contactCost, faceValue } = offered.offer.document;
    const reserved = `reserved now: ${amount(contactCost + faceValue)} (message ${amount(contactCost)}, face value ${amount(faceValue)}); what is not redeemed comes back`;
    return [
      reserved,
      ...(account?.words ?? ['what it should cost and earn is not known, since a model gave no score']),
    ];
  }
  const spent = 'nothing was reserved or spent';
  if (withheld !== null) {
    return [spent, `withheld: “${account?.title ?? withheld}”`, ...(account?.words ?? [])];
  }
  if (accounts.length === 0) {
    return [
      spent,
      reported === null ? '' : 'nothing is expected either: no offer was priced, as it ended before',
    ].filter(Boolean);
  }
  return [spent, ...accounts.flatMap((unmade) => notMade(unmade, currency))];
}

function notMade({ title, cost, profit, words }: Account, currency: string | undefined): readonly string[] {
  const amount = (value: number) => moneyWords(value, currency);
  const saved =
    profit <= 0
      ? `saved: “${title}” would have cost ${amount(cost)} and lost ${amount(-profit)}`
      : `not made: “${title}” would have cost ${amount(cost)} and earned a profit of ${amount(profit)}`;
  return [saved, ...words];
}

function heldOutOffer({ reported }: Choice): string | null {
  const step = reported?.steps.find(({ code }) => code === 'HOLDOUT');
  return step !== undefined && 'offer' in step ? (step.offer ?? null) : null;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
