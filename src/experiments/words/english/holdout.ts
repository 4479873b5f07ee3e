import { type Estimate } from '#strata/statistics';
import { type CountedGoal, type PartOfPeople, type ProfitInAll, type ProfitSince } from '../subjects/subjects.js';
import { rounded } from '../subjects/figures.js';
import { figures, ofAtMost } from './figures.js';

const { money, moneyInterval, number, percent, share, whole } = figures;

/** What everything brings together, beside who is held out of all. */
export const holdout = {
  sides: { heldOut: 'the hold-out', others: 'everybody else' },
  asDeclared: (part: PartOfPeople, declared: number, pValue: number) =>
    `${heldOutOf(part, declared)}; p ${number(rounded(pValue))}, however often it is looked at.`,
  notAsDeclared: (part: PartOfPeople, declared: number) =>
    `${heldOutOf(part, declared)}: by chance that is so once in more than a thousand hold-outs.`,
  notAsDeclaredCauses: [
    'Profiles of one side only were deleted, or brought in: a list of buyers, of whom offers made some.',
    'Ids were joined on one side more often: who gets offers logs in, and two ids become one person.',
  ],
  inBoth: (part: PartOfPeople) => `${inBoth(part)}; they are left out.`,
  inBothTooMany: (part: PartOfPeople) => `${inBoth(part)} ${ofAtMost(part)}: the sides are not apart.`,
  inBothCauses: ['Many people are asked about by an id that they had before they logged in.'],
  reached: (part: PartOfPeople) => `${reached(part)}.`,
  reachedTooMany: (part: PartOfPeople) => `${reached(part)} ${ofAtMost(part)}: they are not held out.`,
  reachedCauses: [
    'A server or a campaign went on with a release from before the hold-out.',
    'People were contacted under ids that were joined to theirs later.',
  ],
  incomparable: (why: string) => `No figure is told, for the two sides can not be compared: ${why}`,
  earns: (profit: ProfitInAll) =>
    `All strategies and campaigns together earn ${perThousand(profit)}: ${inAllWords(profit)}.`,
  loses: (profit: ProfitInAll) =>
    `All strategies and campaigns together lose money: ${perThousand(profit)}, ${inAllWords(profit)}.`,
  open: (profit: ProfitSince) =>
    `It can't be told yet whether all strategies and campaigns together earn anything: ${perThousand(profit)}.`,
  moreDays: (days: number) => `If it is as it looks and goes on so, about ${whole(days)} more days tell.`,
  tooSmall:
    'An effect as small as it looks takes more than three years to be seen with so few people held out; a larger share tells earlier.',
  credited: (credited: number, inAll: Estimate) =>
    `Reports that credit to offers whatever was bought in their windows would say ${money(credited)} of profit; ` +
    `beside the people who are held out it is ${moneyInterval(inAll)}.`,
  goals: (goals: readonly CountedGoal[]) => {
    const each = goals.map(({ event, valueProperty, margin }) => {
      const worth = valueProperty === null ? '' : `, worth its ${valueProperty}`;
      return `${event}${worth} (${percent(margin)} of it is profit)`;
    });
    return `What counts, of everybody and whenever it comes: ${each.join('; ')}.`;
  },
  currency: (currency: string) => `Amounts are in ${currency}.`,
  doesNotProve: [
    'Everybody counts who is known, on both sides, whether or not anybody decided about them: what few people were offered is thin per 1,000.',
    'It does not say which strategy earned it: that is what the hold-out of each tells. Nor what any of it would earn of people who are held out.',
  ],
};

function inBoth({ some, people }: PartOfPeople): string {
  return `${whole(some)} of ${whole(people)} people have ids of both sides`;
}

function reached({ some, people }: PartOfPeople): string {
  return `${whole(some)} of ${whole(people)} held-out people got an offer since it began`;
}

function heldOutOf({ some, people, share: part }: PartOfPeople, declared: number): string {
  return `${whole(some)} of ${whole(people)} people are held out (${share(part)}, declared ${percent(declared)})`;
}

function perThousand({ difference, date, days }: ProfitSince): string {
  return `${moneyInterval(difference)} of profit per 1,000 people since ${date} (${whole(days)} days)`;
}

function inAllWords({ inAll, people }: ProfitInAll): string {
  return `${moneyInterval(inAll)} in all, of the ${whole(people)} people who are not held out`;
}
