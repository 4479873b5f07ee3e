import { durationWords, moneyWords as money, momentWords, numberWords } from '#strata/kernel';
import { figures } from './figures.js';
import {
  type ArmSubject,
  type CapSubject,
  type Odds,
  type ScoreSubject,
  type SpentSubject,
  type UnprofitableSubject,
} from '../subjects/decision-subjects.js';

const percent = figures.roughly;

const CONSEQUENCE = {
  baseline: 'so the human rule decides',
  none: 'so nothing is offered',
  unpriced: 'so the expected figures are unknown',
} as const;

/** Reasons of a decision that are about no leaf of a condition. */
export const reasons = {
  stopped: ({ by, since, zone, reason }: { by: string; since: number; zone: string; reason: string }) =>
    `stopped by ${by} since ${momentWords(since, zone)}: ${reason}`,
  starts: (from: string) => `starts on ${from}`,
  ended: (to: string) => `ended on ${to}`,
  suppressed: 'asked not to be contacted',
  noConsent: (purpose: string) => `has not consented to ${purpose}`,
  arm: ({ id, by, share }: ArmSubject) =>
    `drawn into the arm ${id === null ? '' : `“${id}” `}where ${deciding(by)} (${percent(share)})`,
  policyChose: (offer: string, share: number) =>
    `the policy chose “${offer}”, as it does for ${percent(share)} of such people`,
  policyFailed: (policy: string) => `the policy “${policy}” gave no answer, so the most profitable offer is made`,
  noPart: (otherwise: 'none' | 'model' | 'baseline') =>
    `takes no part in the experiment: ${
      {
        none: 'nothing is offered',
        model: 'the model decides, as for all who take no part',
        baseline: 'the human rule decides, as for all who take no part',
      }[otherwise]
    }`,
  humanRule: (title: string) => `the human rule “${title}” takes everybody in the segment`,
  noChampion: (model: string, then: keyof typeof CONSEQUENCE) =>
    `“${model}” has no trained model in use, ${CONSEQUENCE[then]}`,
  /** @param failure its title in English, null where none is known */
  noScore: (model: string, failure: { title: string; code: string } | null, then: keyof typeof CONSEQUENCE) =>
    `“${model}” gave no score: ${failure === null ? 'it gave no score' : failure.title.toLowerCase()}, ${CONSEQUENCE[then]}`,
  capped: (contacts: number, cap: { within: string; contacts: number } | null) =>
    `${contactsOf(contacts)}${cap === null ? '' : ` in the last ${durationWords(cap.within)} (the limit is ${cap.contacts})`}`,
  cappedByAll: ({ contacts, channel, within, limit, until, zone }: CapSubject) =>
    `${contactsOf(contacts)}${by(channel)} in the last ${durationWords(within)} by all strategies together (the limit is ${numberWords(limit)}), until ${momentWords(until, zone)}`,
  quietNow: (now: number, zone: string, quiet: string) => `it is ${momentWords(now, zone)}, and ${quiet}`,
  unprofitable: ({ offer, profit, cost, isGross, price, source, currency }: UnprofitableSubject) => {
    const would = `“${offer}” would bring an expected ${isGross ? 'gross ' : ''}profit of ${money(profit, currency)} at a cost of ${money(cost, currency)}`;
    if (price === 0) return would;
    const elsewhere = `${would}; what it takes of the limits brings ${money(price, currency)} elsewhere`;
    if (source === null) return elsewhere;
    const { taken, budget, run, at, zone, age } = source;
    const budgetWords =
      budget > 0 ? `${money(taken, currency)} of the budget, each unit of which brings ${numberWords(budget)}; ` : '';
    return `${elsewhere} (${budgetWords}by the campaign run ${run} of ${momentWords(at, zone)}, ${durationWords(age)} ago)`;
  },
  outranked: (winner: string) => `“${winner}” comes first for this user`,
  heldOutOfAll: (share: number) =>
    `belongs to the ${percent(share)} who get nothing from any strategy or campaign, so that what all bring together can be measured`,
  heldOut: (share: number) => `belongs to the ${percent(share)} who get nothing, so that the effect can be measured`,
  stockSpent: (offer: string, level: { used: number; limit: number } | null) =>
    `the stock of “${offer}” is spent${level === null ? '' : `: ${numberWords(level.used)} of ${numberWords(level.limit)} are issued`}`,
  budgetSpent: (offer: string, level: SpentSubject | null, currency: string | undefined) => {
    if (level === null) return `the budget for “${offer}” is spent`;
    const { used, limit, needed } = level;
    return `the budget for “${offer}” is spent: ${money(used, currency)} of ${money(limit, currency)} are reserved, and it needs ${money(needed, currency)}`;
  },
  offered: (offer: string, expected: Odds | null, currency: string | undefined) => {
    if (expected === null) return `“${offer}” is offered; its expected figures are unknown`;
    const { conversion, natural, profit, cost } = expected;
    const odds = `${percent(conversion)} likely to convert${natural === null ? '' : ` instead of ${percent(natural)}`}`;
    const figures = `${odds}, expected ${natural === null ? 'gross ' : ''}profit ${money(profit, currency)} at a cost of ${money(cost, currency)}`;
    // Only the human rule offers what is not expected to pay.
    const anyway = profit > 0 ? '' : '; what the human rule picks is offered all the same';
    return `“${offer}” is offered: ${figures}${anyway}`;
  },
  empty: (result: boolean): string => (result ? 'the condition takes everybody' : 'the condition takes nobody'),
  /** A score of any value: “Buys without a coupon” is 4 % likely (less than 90 %). */
  score: ({ model, asRank, isShare, operator, expected, result }: ScoreSubject) => {
    const number = isShare ? percent : plain;
    const bound = typeof expected === 'number' ? number(expected) : JSON.stringify(expected);
    const needed = `(${result ? '' : 'needed: '}${operatorWords(operator)} ${bound})`;
    return (actual: unknown) => {
      const told = typeof actual === 'number' ? number(actual) : 'unknown';
      return `“${model}”: ${asRank ? `higher than ${told} of its population` : told} ${needed}`;
    };
  },
};

/** What the contact policy of all strategies together asks for. */
export const policy = {
  quiet: (channel: string | null, from: string, to: string) =>
    `nobody is contacted${by(channel)} between ${from} and ${to}`,
  cap: (channel: string | null, contacts: number, within: string) =>
    `at most ${numberWords(contacts)} ${contacts === 1 ? 'contact' : 'contacts'}${by(channel)} in ${durationWords(within)}`,
};

function by(channel: string | null): string {
  return channel === null ? '' : ` by ${channel}`;
}

function contactsOf(contacts: number): string {
  return `${contacts} ${contacts === 1 ? 'contact' : 'contacts'}`;
}

function deciding(by: ArmSubject['by']): string {
  if (typeof by !== 'string') return `the policy “${by.policy}” chooses`;
  return by === 'model' ? 'the model decides' : 'the human rule decides';
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

function plain(value: number): string {
  return numberWords(Number(value.toPrecision(4)));
}
