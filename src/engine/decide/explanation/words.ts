import { durationWords, momentWords, moneyWords as money, numberWords } from '#strata/kernel';
import { ERRORS } from '#sdk';
import { type Choice } from '../stages/choose.js';
import { type LeafTrace } from '../../conditions/index.js';
import {
  currencyOf,
  type ExperimentArm,
  type Offer,
  type Reason,
  type ReleaseDocuments,
  type Strategy,
  switchedOffOf,
  timeZoneOf,
} from '../../index.js';
import { type CompiledPolicy, toMillionths, scoreOf } from '../../plan/index.js';
import { personZone } from '../stages/policy.js';
import { type FailureStep, type PolicyStep, type Step } from '../stages/steps.js';

/** All sentences of reasons that are not about a leaf of a condition. Nothing here decides anything. */

type StepOf<C extends Step['code']> = Extract<Step, { code: C }>;

/** Why a strategy offers nothing to anybody now: somebody stopped it, or it is before or after its period. */
export function inactiveWords(document: Strategy, { qualified }: Choice): Omit<Reason, 'code' | 'stage'> {
  const { input, release } = qualified;
  const stop = switchedOffOf(input, document.id, 'stop');
  if (stop === null) return periodWords(document, input.now);
  const { by, reason, since } = stop;
  const words = `stopped by ${by} since ${momentWords(since, timeZoneOf(release.documents))}: ${reason}`;
  return { actual: new Date(since).toISOString(), words };
}

function periodWords({ active }: Strategy, now: number): { expected: unknown; actual: string; words: string } {
  const actual = new Date(now).toISOString();
  const { from, to } = active ?? {};
  if (from !== undefined && now < Date.parse(from)) return { expected: from, actual, words: `starts on ${from}` };
  return { expected: to, actual, words: `ended on ${to ?? ''}` };
}

export function consentWords(
  code: 'SUPPRESSED' | 'NO_CONSENT',
  { consent }: Strategy,
): { expected?: unknown; words: string } {
  if (code === 'SUPPRESSED') return { words: 'asked not to be contacted' };
  return { expected: consent, words: `has not consented to ${consent ?? ''}` };
}

export function armWords({ id, share, by }: ExperimentArm): string {
  const who = armDecides(by);
  return `drawn into the arm ${id === by ? '' : `“${id}” `}where ${who} (${percent(share)})`;
}

function armDecides(by: ExperimentArm['by']): string {
  if (typeof by !== 'string') return `the policy “${by.policy}” chooses`;
  return by === 'model' ? 'the model decides' : 'the human rule decides';
}

export function policyChoseWords({ offer, propensity }: StepOf<'POLICY_CHOSE'>, document: Strategy): string {
  return `the policy chose ${offerTitle(offer, document)}, as it does for ${percent(propensity)} of such people`;
}

export function policyFailedWords({ policy }: StepOf<'POLICY_FAILED'>): string {
  return `the policy “${policy}” gave no answer, so the most profitable offer is made`;
}

export function noPartWords({ experiment }: Strategy): string {
  const then = {
    none: 'nothing is offered',
    model: 'the model decides, as for all who take no part',
    baseline: 'the human rule decides, as for all who take no part',
  }[experiment?.otherwise ?? 'none'];
  return `takes no part in the experiment: ${then}`;
}

export function humanRuleWords({ baseline }: Strategy): string {
  return `the human rule “${baseline.title}” takes everybody in the segment`;
}

export function failureWords({ model, code, then }: FailureStep, { scores, qualified }: Choice): string {
  const title = modelTitle(model, qualified.release.documents);
  const score = scoreOf(scores, model);
  const failure = score.status === 'failed' ? ERRORS[score.code].title.toLowerCase() : 'it gave no score';
  const what = code === 'NO_CHAMPION' ? `${title} has no trained model in use` : `${title} gave no score: ${failure}`;
  return `${what}, ${CONSEQUENCE[then]}`;
}

const CONSEQUENCE = {
  baseline: 'so the human rule decides',
  none: 'so nothing is offered',
  unpriced: 'so the expected figures are unknown',
} as const;

export function cappedWords({ contacts }: StepOf<'CAPPED'>, { limits }: Strategy): string {
  const cap = limits?.perUser;
  const period = cap === undefined ? '' : ` in the last ${durationWords(cap.within)} (the limit is ${cap.contacts})`;
  return `${contacts} ${contacts === 1 ? 'contact' : 'contacts'}${period}`;
}

/** What the contact policy has against a channel, and when that ends. */
export function heldBackWords({ block }: PolicyStep, { qualified }: Choice): Omit<Reason, 'code' | 'stage'> {
  const { input, release } = qualified;
  const { policy } = release;
  const rule = policy?.rules[block.rule];
  if (policy === null || rule === undefined) throw new TypeError('a step of a contact policy that is not there');
  const until = new Date(block.until).toISOString();
  const by = rule.channel === null ? '' : ` by ${rule.channel}`;
  if (rule.kind === 'cap') {
    const { contacts } = block;
    const counted = `${contacts} ${contacts === 1 ? 'contact' : 'contacts'}${by} in the last ${durationWords(rule.document.within)} by all strategies together`;
    const words = `${counted} (the limit is ${numberWords(rule.contacts)}), until ${momentWords(block.until, policy.shopZone)}`;
    return { operator: 'lessThan', expected: rule.contacts, actual: contacts, until, words };
  }
  const zone = personZone(input, policy);
  const { from, to } = rule.document;
  const quiet = `nobody is contacted${by} between ${from} and ${to}`;
  return { until, words: `it is ${momentWords(input.now, zone)}, and ${quiet}` };
}

export function unprofitableWords(
  step: StepOf<'UNPROFITABLE'>,
  document: Strategy,
  { qualified, availability }: Choice,
): { actual: number; run?: string; words: string } {
  const { profit, cost, natural } = step.expected;
  const { input, release } = qualified;
  const currency = currencyOf(release.documents);
  const gross = natural === null ? 'gross ' : '';
  const words = `${offerTitle(step.offer, document)} would bring an expected ${gross}profit of ${money(profit, currency)} at a cost of ${money(cost, currency)}`;
  if (step.price === 0) return { actual: toMillionths(profit), words };
  const elsewhere = `${words}; what it takes of the limits brings ${money(step.price, currency)} elsewhere`;
  const source = availability.pricesFrom?.[document.id];
  if (source === undefined) return { actual: toMillionths(profit), words: elsewhere };
  const { run, at, budget } = source;
  const { contactCost = 0, faceValue = 0 } = document.offers.find(({ id }) => id === step.offer) ?? {};
  const taken = `${money(contactCost + faceValue, currency)} of the budget, each unit of which brings ${numberWords(toMillionths(budget))}`;
  const told = `by the campaign run ${run} of ${momentWords(at, timeZoneOf(release.documents))}, ${ageWords(input.now - at)} ago`;
  return { actual: toMillionths(profit), run, words: `${elsewhere} (${budget > 0 ? `${taken}; ` : ''}${told})` };
}

const HOUR = 3_600_000;

/** "40 minutes", "26 hours", "3 days". */
function ageWords(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  if (age < 2 * HOUR) return durationWords(`PT${String(Math.floor((60 * age) / HOUR))}M`);
  const hours = Math.floor(age / HOUR);
  return durationWords(hours < 48 ? `PT${String(hours)}H` : `P${String(Math.floor(hours / 24))}D`);
}

export function outrankedWords({ by }: StepOf<'OUTRANKED'>, { qualified }: Choice): string {
  const winner = qualified.release.documents.strategies.find((strategy) => strategy.id === by);
  return `“${winner?.title ?? by}” comes first for this user`;
}

export function heldOutWords(
  { of }: StepOf<'HOLDOUT'>,
  { experiment }: Strategy,
  policy: CompiledPolicy | null,
): string {
  if (of === 'all') {
    const share = percent(policy?.holdout?.share ?? 0);
    return `belongs to the ${share} who get nothing from any strategy or campaign, so that what all bring together can be measured`;
  }
  return `belongs to the ${percent(experiment?.holdout ?? 0)} who get nothing, so that the effect can be measured`;
}

export function spentWords(
  { code, offer, level }: StepOf<'STOCK_SPENT' | 'BUDGET_SPENT'>,
  document: Strategy,
  currency: string | undefined,
): string {
  const title = offerTitle(offer, document);
  if (code === 'STOCK_SPENT') {
    const much = level === null ? '' : `: ${numberWords(level.used)} of ${numberWords(level.limit)} are issued`;
    return `the stock of ${title} is spent${much}`;
  }
  const much =
    level === null
      ? ''
      : `: ${money(level.used, currency)} of ${money(level.limit, currency)} are reserved, and it needs ${money(level.needed, currency)}`;
  return `the budget for ${title} is spent${much}`;
}

export function offeredWords(
  { offer, expected }: StepOf<'OFFERED'>,
  document: Strategy,
  currency: string | undefined,
): string {
  const title = offerTitle(offer, document);
  if (expected === null) return `${title} is offered; its expected figures are unknown`;
  const { conversion, natural, profit, cost } = expected;
  const odds =
    natural === null
      ? `${percent(conversion)} likely to convert`
      : `${percent(conversion)} likely to convert instead of ${percent(natural)}`;
  const figures = `${odds}, expected ${natural === null ? 'gross ' : ''}profit ${money(profit, currency)} at a cost of ${money(cost, currency)}`;
  // Only the human rule offers what is not expected to pay.
  const anyway = profit > 0 ? '' : '; what the human rule picks is offered all the same';
  return `${title} is offered: ${figures}${anyway}`;
}

export function emptyWords(result: boolean): string {
  return result ? 'the condition takes everybody' : 'the condition takes nobody';
}

/** A score of any value in words: “Buys without a coupon” is 4 % likely (less than 90 %). */
export function scorePhrase(leaf: LeafTrace, model: string, documents: ReleaseDocuments): (actual: unknown) => string {
  const title = modelTitle(model, documents);
  const binary = documents.models.find(({ id }) => id === model)?.task === 'binary';
  const rank = leaf.params?.['as'] === 'rank';
  const number = rank || binary ? percent : plain;
  const bound = typeof leaf.expected === 'number' ? number(leaf.expected) : JSON.stringify(leaf.expected);
  const needed = `(${leaf.result ? '' : 'needed: '}${operatorWords(leaf.operator)} ${bound})`;
  return (actual) => {
    const told = typeof actual === 'number' ? number(actual) : 'unknown';
    return `${title}: ${rank ? `higher than ${told} of its population` : told} ${needed}`;
  };
}

const OPPOSITES: Readonly<Record<string, string>> = {
  lessThan: 'greaterThanInclusive',
  lessThanInclusive: 'greaterThan',
  greaterThan: 'lessThanInclusive',
  greaterThanInclusive: 'lessThan',
};

const COMPARISONS: Readonly<Record<string, string>> = {
  lessThan: 'less than',
  lessThanInclusive: 'at most',
  greaterThan: 'more than',
  greaterThanInclusive: 'at least',
  equal: 'exactly',
  notEqual: 'not',
};

function operatorWords(operator: string): string {
  const denied = /^not:(\w+)$/.exec(operator)?.[1];
  const opposite = denied === undefined ? undefined : OPPOSITES[denied];
  if (opposite !== undefined) return operatorWords(opposite);
  return operator
    .split(':')
    .map((part) => COMPARISONS[part] ?? part)
    .join(' ');
}

function modelTitle(model: string, { models }: ReleaseDocuments): string {
  return `“${models.find(({ id }) => id === model)?.title ?? model}”`;
}

function offerTitle(id: string, { offers }: Strategy): string {
  const offer: Offer | undefined = offers.find((candidate) => candidate.id === id);
  return `“${offer?.title ?? id}”`;
}

/** A share in words. */
export function percent(share: number): string {
  return `${numberWords(Number((share * 100).toPrecision(3)))} %`;
}

function plain(value: number): string {
  return numberWords(Number(value.toPrecision(4)));
}
