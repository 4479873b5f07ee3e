import {
  type ApartSubject,
  type BandedPeople,
  type CameToArm,
  type PlannedEffect,
  type EarlyReading,
  type EffectSubject,
  type EfficiencySubject,
  type FewPeople,
  type FigureName,
  type KnownArm,
  type KnownShadow,
  type LeastPeople,
  type NeededPeople,
  type PartOfPeople,
  type PlannedSubject,
  type ReadingPlan,
  type ScoreSays,
} from '../subjects/subjects.js';
import { rounded } from '../subjects/figures.js';
import { figures, ofAtMost } from './figures.js';
import { holdout } from './holdout.js';

const { amount, money, number, percent, sentence, share, signed, whole } = figures;

const FIGURES: Readonly<Record<FigureName, string>> = {
  conversion: 'conversion',
  value: 'value a person',
  profit: 'profit a person',
  return: 'profit for each cost',
  cost: 'cost a person',
};

const NEEDED_BY = { arms: 'every arm', sides: 'each side' } as const;

const READ = { once: 'read once, at the planned end', 'at any time': 'free to be read at any time' } as const;

const SAYS: Readonly<Record<ScoreSays, string>> = {
  natural: 'how likely people reach the goal without an offer',
  response: 'how likely people reach the goal with an offer',
  effect: 'what an offer is expected to add to their chance of the goal',
  condition: 'which the strategy asks before it offers anything',
};

/** All sentences of experiments in English; another language has the same ones. */
export const ENGLISH = {
  figures: FIGURES,
  /** Sentences one after the other. */
  together: (sentences: readonly string[]) => sentences.join(' '),
  /** Whether an experiment can be believed. */
  health: {
    asPlanned: (arms: readonly CameToArm[], pValue: number) =>
      `People came to the arms as planned: ${cameTo(arms)}; p ${number(rounded(pValue))}.`,
    notAsPlanned: (arms: readonly CameToArm[], chiSquare: number) =>
      `People did not come to the arms as planned: ${cameTo(arms)}; χ² ${number(chiSquare)}, by chance once in more than a thousand experiments.`,
    notAsPlannedCauses: [
      'The shares of the arms were changed while it ran, and people of both times are read together.',
      'People of one arm are lost before they are counted: a filter, a bounce, a consent that only one arm asks for.',
      'People of one arm are counted more often: bots, reloads, ids that are made anew.',
      'The planned shares that the readout was told are not those that were drawn by.',
    ],
    inSeveral: (part: PartOfPeople) => `${inSeveral(part)}; they are left out.`,
    inSeveralTooMany: (part: PartOfPeople) => `${inSeveral(part)} ${ofAtMost(part)}.`,
    inSeveralCauses: [
      'The same person has several ids, drawn one by one: a browser before it logs in, and the customer after.',
      'The seed or the shares were changed while it ran, and people were drawn anew.',
    ],
    enough: (least: LeastPeople) => `${capitalised(NEEDED_BY[least.of])} has ${needed(least)}.`,
    tooFew: (few: readonly FewPeople[], least: LeastPeople) => {
      const told = few.map(
        (one) => `${one.name} has ${whole(one.people)} people and ${whole(one.conversions)} conversions`,
      );
      return `Too little to say anything yet: ${told.join(', ')}; ${NEEDED_BY[least.of]} needs ${needed(least)}.`;
    },
  },
  /** What to do about an experiment. */
  verdict: {
    nothingVaries: 'Nothing varies, so that nothing can be compared.',
    ship: (effect: EffectSubject) => `Ship ${effect.arm}: ${effectWords(effect)}.`,
    shipForSaving: (efficiency: EfficiencySubject) =>
      `Ship ${efficiency.arm} for what it saves, as many conversions for less: ${efficiencyWords(efficiency)}.`,
    worse: (effects: readonly EffectSubject[]) => `Stop: ${effects.map(effectWords).join('; ')}.`,
    ruledOut: (worth: number, effects: readonly EffectSubject[]) =>
      `Stop: ${percent(worth)} more, the least effect worth having, is ruled out. ${allEffects(effects)}`,
    notFound: (effects: readonly EffectSubject[]) =>
      `Stop: all planned people are there, and no difference was found. ${allEffects(effects)}`,
    nothingToWaitFor: (effects: readonly EffectSubject[]) =>
      `Stop: there is no difference to wait for. ${allEffects(effects)}`,
    tooLong: (effects: readonly EffectSubject[]) =>
      `Stop: an effect as small as it looks would take more than a year to be seen. ${allEffects(effects)}`,
    /** @param days null where nobody knows how many people come a day */
    keepRunning: (people: number, days: number | null, effects: readonly EffectSubject[]) => {
      const time = days === null ? `${whole(people)} more people` : `about ${whole(days)} more days`;
      return `Keep running for ${time}. ${allEffects(effects)}`;
    },
    tooEarly: ({ people, planned, days, isTold }: EarlyReading) => {
      const time = days === null ? '' : `, about ${whole(days)} more days`;
      const seen = isTold ? ' Its intervals hold once, at the planned end, and not today.' : '';
      return `Keep running: ${whole(people)} of ${whole(planned)} planned people are there${time}.${seen}`;
    },
  },
  /** By what people are told apart. */
  apart: {
    inBands: (score: string) => `${score}, in bands`,
    /** "2 of 5: 0.12 to 0.3"; bands are counted from 1 on. */
    band: (band: number, count: number, [from, to]: readonly [number, number]) =>
      `${band} of ${count}: ${from} to ${to}`,
    bands: ({ model, says, known, people }: BandedPeople) => {
      const score = `Bands are of the score of ${model}, ${SAYS[says]}, when people were offered something or held out`;
      const others = known === people ? '' : ' The others are in no band, for their score is not known.';
      return `${score}: it is known of ${whole(known)} of ${whole(people)} people.${others}`;
    },
    inSegment: (isIn: boolean): string => (isIn ? 'in it' : 'not in it'),
    by: ({ name, kind, unknown }: ApartSubject) => {
      const was = kind === 'fact' ? `by ${name} as it was` : `by who was in ${name}`;
      return `Segments are ${was} when people were decided about. It is not known of ${whole(unknown.arms)} of those who were drawn into arms, and ${whole(unknown.treatment)} of those with an offer or held out of one.`;
    },
  },
  /** How many people an experiment takes. */
  planning: {
    /** @param arm from 1 on, control among them */
    ofArm: (arm: number, words: string) => `Arm ${arm}: ${words}`,
    takes: ({ change, people, days }: NeededPeople, reading: ReadingPlan) =>
      `To see ${changeWords(change)} takes ${whole(people)} people in all${days === null ? '' : `, ${daysWords(days)}`}, ${READ[reading]}.`,
    nobodyShows: (change: PlannedEffect, reading: ReadingPlan) =>
      `No number of people shows ${changeWords(change)}, ${READ[reading]}.`,
    chance: (people: number, power: number, reading: ReadingPlan) =>
      `${whole(people)} people show it with a chance of ${percent(rounded(power, 4))}, ${READ[reading]}.`,
    show: (people: number, change: PlannedEffect, reading: ReadingPlan) =>
      `${whole(people)} people show ${changeWords(change)} or more, ${READ[reading]}.`,
    showNothing: (people: number, reading: ReadingPlan) =>
      `${whole(people)} people are too few to show anything, ${READ[reading]}.`,
    peeking: (times: number) => `Reading at any time takes ${number(rounded(times, 4))} times as many people.`,
    saving: (people: number, margin: number) =>
      `To see that conversions are at most ${percent(margin)} fewer, if they are as many, takes ${whole(people)} people.`,
    planned: ({ people, days, read, goal }: PlannedSubject) => {
      const time = days === null ? '' : ` in ${daysWords(days)}`;
      const what = goal === null ? '' : `, to see ${percent(goal.effect)} more ${goal.decide}`;
      return `Planned: ${whole(people)} people${time}${what}, read ${read}.`;
    },
    allThere: 'All of them are there.',
    there: (people: number, share: number) => `${whole(people)} of them (${percent(share)}) are there.`,
    rest: (days: number, isLate: boolean) =>
      `At that pace the others come in about ${daysWords(days)}${isLate ? ', later than planned' : ''}.`,
    knownOfArm: ({ arm, people, days }: KnownArm) =>
      `What the human rule does is known from the ${whole(people)} people of its arm "${arm}" in ${whole(days)} days.`,
    knownOfShadow: ({ shadow, people, offered, treated, heldOut }: KnownShadow) =>
      `What happens now is known from the shadow "${shadow}": of ${whole(people)} people it saw ${percent(offered)} get an offer; they count as the ${whole(treated)} who got one until now, the others as the ${whole(heldOut)} who were held out.`,
  },
  holdout,
};
export type ExperimentPhrases = typeof ENGLISH;

function cameTo(arms: readonly CameToArm[]): string {
  return arms
    .map(({ arm, people, share: part, planned }) => {
      return `${whole(people)} in ${arm} (${share(part)}, planned ${share(planned)})`;
    })
    .join(', ');
}

function inSeveral({ some, people }: PartOfPeople): string {
  return `${whole(some)} of ${whole(people)} people were seen in several arms`;
}

function needed({ people, conversions }: LeastPeople): string {
  return `at least ${people} people and ${conversions} conversions`;
}

/** "Profit a person of bandit differs by +1.20 [0.40, 2.00] from the 4.10 of control, +29.3 %.", one after the other. */
function allEffects(effects: readonly EffectSubject[]): string {
  return sentence(effects.map(effectWords).join('; '));
}

function effectWords({ arm, figure, unit, difference, relative, control }: EffectSubject): string {
  const written = unit === 'money' ? money : unit === 'share' ? share : number;
  const sign = difference.value < 0 ? '' : '+';
  const ofControl = relative === null ? '' : `, ${sign}${share(relative)}`;
  const interval = `[${written(difference.lower)}, ${written(difference.upper)}]`;
  return `${FIGURES[figure]} of ${arm} differs by ${sign}${written(difference.value)} ${interval} from the ${written(control)} of control${ofControl}`;
}

/** "conversion of model differs by −0.1 % [−0.3 %, +0.1 %] from the 4 % of control, of which 10 % of it fewer would do, …". */
function efficiencyWords({ arm, conversion, control, margin, profit, cost }: EfficiencySubject): string {
  const least = `${share(margin)} of it fewer would do`;
  return [
    `${FIGURES.conversion} of ${arm} differs by ${signed(conversion, share)} from the ${share(control)} of control, of which ${least}`,
    ...(profit === null ? [] : [`${FIGURES.profit} ${signed(profit, money)}`]),
    ...(cost === null ? [] : [`${FIGURES.cost} ${signed(cost, money)}`]),
  ].join(', ');
}

/** "4 % become 4.4 %". */
function changeWords({ of, from, to }: PlannedEffect): string {
  const written = of === 'share' ? (value: number) => percent(rounded(value, 4)) : amount;
  return `${written(from)} become ${written(to)}`;
}

function daysWords(days: number): string {
  return `${whole(days)} ${days === 1 ? 'day' : 'days'}`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
