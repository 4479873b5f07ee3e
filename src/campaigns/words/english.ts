import { durationWords, fixedWords, momentWords, moneyWords, numberWords, percentWords } from '#strata/kernel';
import {
  type DrawnSubject,
  type GroupSubject,
  type GuardrailSubject,
  type SwitchSubject,
  type WatchedSubject,
} from './subjects.js';

const WATCHED: Readonly<Record<WatchedSubject, string>> = {
  lift: 'lift',
  cost: 'cost',
  fallback: 'fallbacks',
  sampleRatio: 'the sample ratio',
};

/** All that campaigns say, in English; another language has the same phrases. */
export const ENGLISH = {
  /** What else than a condition or the contact policy stops people. */
  stops: {
    notActive: 'the strategy is not active now',
    suppressed: 'wants no offers at all',
    noConsent: (purpose: string | undefined) => `no consent${purpose === undefined ? '' : ` to ${purpose}`}`,
    noScore: 'a model could not score the person',
    noChampion: 'a model has no version in use',
    /** @param cap null where the strategy has none; `within` is an ISO 8601 duration */
    capped: (cap: { readonly contacts: number; readonly within: string } | null) => {
      if (cap === null) return 'had enough offers';
      const offers = cap.contacts === 1 ? 'an offer' : `${numberWords(cap.contacts)} offers`;
      return `had ${offers} of this strategy in ${durationWords(cap.within)}`;
    },
    noOffer: 'no offer is meant for the person',
    unprofitable: 'no offer is expected to bring a profit',
    notInExperiment: 'takes no part in the experiment',
    heldOut: 'held out, to measure what the offers bring',
    stockSpent: 'the stock is spent',
    budgetSpent: 'the budget is spent',
  },
  /** Whose people are compared with those that a model was trained on. */
  pool: 'the campaign',
  /** A fact of an example whose value is not told. */
  sensitive: (fact: string) => `${fact} (sensitive, not shown)`,
  /** "41,200 people are held back: at most 2 contacts by sms in 7 days". @param rule of the contact policy, in words */
  held: (people: number, rule: string) =>
    `${whole(people)} ${people === 1 ? 'person is' : 'people are'} held back: ${rule}`,
  heldAbout: (people: number, rule: string): string => `about ${ENGLISH.held(people, rule)}`,
  /** @param until when the last of them is free: milliseconds since 1970, UTC */
  heldUntil: (
    people: number,
    rule: string,
    { until, zone }: { readonly until: number; readonly zone: string },
  ): string => `${ENGLISH.held(people, rule)}, the last until ${momentWords(until, zone)}`,
  leftOut: (people: number, rule: string) =>
    `${people === 1 ? '1 person was' : `${whole(people)} people were`} left out: ${rule}`,
  nobody: {
    files: (files: string) => `Nobody is in ${files}: name files that hold people.`,
    stored:
      'Nobody is stored: import people (`strata import profiles`, or `POST /v1/batch`), or name files as the audience.',
  },
  rows: {
    nameless: (count: number) => `${rowsOf(count)} without an id ${count === 1 ? 'was' : 'were'} left out`,
    doubles: (count: number) =>
      `${rowsOf(count)} of people who have another row ${count === 1 ? 'was' : 'were'} left out: each person counts once`,
    unknown: (people: number) =>
      people === 1
        ? '1 person whom the files name is not stored, and was left out'
        : `${whole(people)} people whom the files name are not stored, and were left out`,
  },
  items: {
    popular: (people: number) =>
      `${people === 1 ? '1 person gets' : `${whole(people)} people get`} popular items, because the recommender could not be asked`,
    none: (people: number) =>
      `${people === 1 ? '1 person gets' : `${whole(people)} people get`} no items, because the recommender had none that may be recommended`,
  },
  switchedOff: ({ strategy, switch: which, by, reason, since, zone }: SwitchSubject): string => {
    const when = `${by} since ${momentWords(since, zone)}: ${reason}`;
    if (which === 'fixedArms')
      return `Policies of "${strategy}" were switched off by ${when}. Its arms by a policy decide as the model does.`;
    return `"${strategy}" is stopped by ${when}. It makes no offers until it is resumed (strata strategies resume ${strategy} --reason …).`;
  },
  /** Who switched something off where a guardrail did. */
  guardrail: (watch: WatchedSubject) => `the guardrail on ${WATCHED[watch]}`,
  /** What a guardrail found, in numbers. */
  found: (subject: GuardrailSubject): string => {
    switch (subject.watch) {
      case 'lift':
        return liftWords(subject);
      case 'cost': {
        const { spent, planned, allowed, time, currency } = subject;
        const more = allowed === null ? '' : `, at most ${moneyWords(allowed, currency)} are allowed`;
        const of = time === null ? 'of the last 24 hours' : `of ${durationWords(time)}`;
        return `its offers ${of} cost ${moneyWords(spent, currency)} if all are redeemed that may still be, ${moneyWords(planned, currency)} were planned${more}`;
      }
      case 'fallback': {
        const { share, within, without, needed, above, doubt } = subject;
        const words = `${percent(share)} of the decisions of the last ${durationWords(within)} that needed a model did without (${whole(without)} of ${whole(needed)}), ${percentWords(above)} are allowed`;
        return doubt === null ? words : `${words}: ${doubt === 'tooFew' ? 'too few to tell' : 'not more for certain'}`;
      }
      case 'sampleRatio': {
        if (subject.groups === null) return 'nobody was drawn yet';
        return `${subject.groups.map(drawnWords).join(', ')}: ${chanceWords(subject.found)}`;
      }
    }
  },
};
export type CampaignPhrases = typeof ENGLISH;

function liftWords({ treated, heldOut, lift, below }: Extract<GuardrailSubject, { readonly watch: 'lift' }>): string {
  const seen = convertedWords(treated, heldOut);
  if (lift === null) return `${seen}: too few people to tell`;
  const range = `${points(lift.value)}, between ${rounded(100 * lift.lower)} and ${rounded(100 * lift.upper)} (${percentWords(lift.level)} certain at any time)`;
  return `${seen}: ${range}, ${lift.upper < below ? '' : 'not '}for certain below ${points(below)}`;
}

function convertedWords(treated: GroupSubject, heldOut: GroupSubject): string {
  if (treated.people === 0) return 'nobody got the offer yet';
  if (heldOut.people === 0) return 'nobody was held out yet';
  return `${rateWords(treated)} of those who got the offer and ${rateWords(heldOut)} of those who were held out converted`;
}

function rateWords({ people, conversions }: GroupSubject): string {
  return `${percent(conversions / people)} (${whole(conversions)} of ${whole(people)})`;
}

function drawnWords({ group, people, share, drawn }: DrawnSubject): string {
  const name = typeof group === 'object' ? `in ${group.arm}` : group === 'heldOut' ? 'held out' : 'treated';
  return `${whole(people)} ${name} (${percent(share)}, drawn ${percent(drawn)})`;
}

function chanceWords(found: 'tooFew' | { readonly chiSquare: number } | { readonly pValue: number }): string {
  if (found === 'tooFew') return 'too few people to tell';
  if ('pValue' in found) return `p ${rounded(found.pValue)}`;
  return `χ² ${rounded(found.chiSquare)}, by chance less than once in a hundred, however often it is looked`;
}

/** "−1.2 percentage points". */
function points(difference: number): string {
  return `${rounded(100 * difference)} percentage points`;
}

function percent(share: number): string {
  return percentWords(threeDigits(share));
}

function rounded(figure: number): string {
  return numberWords(threeDigits(figure));
}

function threeDigits(figure: number): number {
  return Number(figure.toPrecision(3));
}

function whole(count: number): string {
  return fixedWords(count, 0);
}

function rowsOf(count: number): string {
  return count === 1 ? '1 row' : `${whole(count)} rows`;
}
