import { moneyWords as money, numberWords } from '#strata/kernel';
import { basisOf } from '../../facts/index.js';
import { type FactCatalogue } from '../../index.js';
import { type AccountSubject, type ChangeSubject, type ScoreUnit } from '../subjects/decision-subjects.js';
import { figures } from './figures.js';
import { joined } from './grammar.js';
import { stated } from './idioms.js';
import { predicateOf } from './predicates.js';
import { factPhrase } from './told.js';
import { valueWords } from './values.js';

const percent = figures.roughly;

/** What an offer is expected to earn, to cost and to leave. */
export function accountLines(account: AccountSubject, currency: string | undefined): readonly string[] {
  const amount = (value: number) => money(value, currency);
  const { margin, orderValue, conversion, natural, redemptionRate, faceValue, contactCost, gain, cost, profit } =
    account;
  const lift = natural === null ? percent(conversion) : `(${percent(conversion)} − ${percent(natural)})`;
  return [
    `earns: margin ${percent(margin)} × order of ${amount(orderValue)} × ${lift} = ${amount(gain)}`,
    `costs: message ${amount(contactCost)} + ${percent(conversion)} × used by ${percent(redemptionRate)} × ${amount(faceValue)} = ${amount(cost)}`,
    `expected ${natural === null ? 'gross ' : ''}profit: ${amount(gain)} − ${amount(cost)} = ${amount(profit)}`,
  ];
}

/** What would be otherwise. */
export const changes = {
  /** "12 days more since the last order (180 instead of 168)"; "city Beijing (instead of Shanghai)". */
  fact: ({ fact, from, to }: ChangeSubject, catalogue: FactCatalogue) => {
    const { words = fact, unit } = catalogue[fact] ?? {};
    if (typeof from === 'number' && typeof to === 'number' && unit !== undefined && words.startsWith(`${unit} `)) {
      const difference = Number(Math.abs(to - from).toPrecision(12));
      const direction = to > from ? 'more' : 'less';
      return `${numberWords(difference)} ${unit} ${direction} ${words.slice(unit.length + 1)} (${numberWords(to)} instead of ${numberWords(from)})`;
    }
    const before = Array.isArray(from) ? from.join(', ') : valueWords(from, catalogue[fact]);
    return `${factPhrase({ fact }, catalogue)(to)} (${from === undefined || from === null ? 'unknown now' : `instead of ${before}`})`;
  },
  /** @param offer null where nothing would be offered */
  outcome: (change: string, offer: string | null) =>
    `${change} and ${offer === null ? 'nothing would be offered' : `“${offer}” would be offered`}`,
};

/** What a reader asks of a decision. */
export const answers = {
  noScore: (model: string, code: string, message: string) => `“${model}” gave no score: ${code}, ${message}`,
  promote: 'no version of it is in use; promote one',
  publish: 'a strategy that is published for this user',
  noFact: 'no single fact that can change would alter it',
  resume: (by: string) => `somebody who resumes it: ${by} stopped it`,
  period: (from: string | undefined, to: string | undefined) =>
    `time: it runs from ${from ?? 'its start'} to ${to ?? 'its end'}`,
  unsuppress: 'the person, who asked not to be contacted, and nobody else',
  consent: (purpose: string) => `consent to ${purpose}, stored or sent with the request`,
  contactFrom: (time: string) => `time: a new contact is possible from ${time} on`,
  holdout: (ofAll: boolean, seed: string) =>
    `nothing about the person: ${ofAll ? 'the hold-out of all strategies' : 'the hold-out'} is drawn by the seed “${seed}”, always the same way`,
  stock: 'more stock, or offers that come back when their goal windows end unredeemed',
  budget: 'a larger limits.budget, or reservations that come back when their goal windows end',
  prices: 'what the limits are worth: the next campaign run of the strategy finds it anew',
  score: (model: string) => `a score of “${model}”: then the model would decide`,
  repeats: (until: string) => `asking again repeats it until ${until} or until the goal is reached`,
  reserved: (message: number, faceValue: number, currency: string | undefined) =>
    `reserved now: ${money(message + faceValue, currency)} (message ${money(message, currency)}, face value ${money(faceValue, currency)}); what is not redeemed comes back`,
  unknownMoney: 'what it should cost and earn is not known, since a model gave no score',
  nothingSpent: 'nothing was reserved or spent',
  withheld: (offer: string) => `withheld: “${offer}”`,
  notPriced: 'nothing is expected either: no offer was priced, as it ended before',
  notMade: (offer: string, cost: number, profit: number, currency: string | undefined) =>
    profit <= 0
      ? `saved: “${offer}” would have cost ${money(cost, currency)} and lost ${money(-profit, currency)}`
      : `not made: “${offer}” would have cost ${money(cost, currency)} and earned a profit of ${money(profit, currency)}`,
  repetition: (asked: { id: string; madeAt: string; times: number; lastAt: string; until: string | null }) => {
    const often = asked.times === 1 ? 'once' : `${String(asked.times)} times`;
    const stands = asked.until === null ? '' : `; the offer stands until ${asked.until}, or until its goal is reached`;
    return `a repetition: decision ${asked.id} was made at ${asked.madeAt} and answered again ${often}, last at ${asked.lastAt}${stands}`;
  },
};

/** What made a model's score what it is. */
export const scores = {
  /** "+3.2 points", "−12 points", "+14.5". */
  effect: (effect: number, unit: ScoreUnit) => {
    const amount = unit === 'points' ? 100 * Math.abs(effect) : Math.abs(effect);
    // What is too small to be read is nothing.
    const rounded = amount < 0.0005 ? 0 : Number(amount.toPrecision(amount < 1 ? 1 : unit === 'points' ? 2 : 3));
    const sign = rounded === 0 ? '±' : effect < 0 ? '−' : '+';
    const points = unit === 'points' ? (rounded === 1 ? ' point' : ' points') : '';
    return `${sign}${numberWords(rounded)}${points}`;
  },
  /** "15.8 %", "412.5". */
  score: (score: number, unit: ScoreUnit) =>
    unit === 'points' ? percent(score) : numberWords(Number(score.toPrecision(4))),
  /** "has not ordered for 212 days: −12 points". */
  reason: (said: string, effect: string) => `${said}: ${effect}`,
  /** "has not ordered for 212 days", "lives in Shanghai", "has 3 orders", "age unknown": of a fact of the catalogue. */
  value: (fact: string, known: string | number | boolean | undefined, facts: FactCatalogue) => {
    const definition = facts[fact];
    const told = factPhrase({ fact }, facts);
    if (known === undefined || definition === undefined) return told(known);
    if (typeof known === 'boolean') {
      const { words } = definition;
      const verb = /^(is|has|can|was|does) /.test(words) ? stated(words) : undefined;
      return verb?.[known ? 'holds' : 'fails'] ?? (known ? words : `not ${words}`);
    }
    const basis = basisOf(definition);
    const measure = basis.of === 'events' ? basis.query.measure : undefined;
    // A fact that counts days since something says that it has not happened for so long.
    const lasts = measure === 'daysSinceLast' && typeof known === 'number' && known >= 1;
    const operator = lasts ? 'greaterThanInclusive' : 'equal';
    const leaf = { fact: { fact }, definition, written: operator, operator, value: known, other: undefined } as const;
    const said = predicateOf({ ...leaf, decorators: [], ignoresCase: false, isNegated: false }, facts).holds;
    const plain = said.replace(/\b(at least|exactly) /, '');
    return /^(has|is|lives|does) /.test(plain) ? plain : told(known);
  },
  /** "tenure is 12", of a column that is no fact. @param value undefined where it is missing */
  column: (column: string, value: string | undefined) => `${column} is ${value ?? 'missing'}`,
  change: (changed: readonly string[], outcome: string) => `${joined(changed, 'and')}: ${outcome}`,
  instead: (after: string, before: string) => `${after} instead of ${before}`,
  effectInstead: (after: string, before: string) => `an effect of ${after} instead of ${before}`,
  effectAndScore: (effect: string, after: string, before: string) => `${effect}, ${after} instead of ${before}`,
};
