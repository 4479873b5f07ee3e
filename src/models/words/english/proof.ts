import { fixedWords } from '#strata/kernel';
import { fourDigits, range, times, turnedRound } from '../subjects/figures.js';
import { type FailureWord, type EstimateSubject, type StandingWord } from '../subjects/subjects.js';
import { percent, quoted } from './figures.js';

/** What a version has done that has proven a stage, and how it is proven. */
export const stages = {
  meaning: {
    validated: 'judged on rows that it was not trained on',
    backtested: 'compared with the human rule on history',
    live: 'compared with the human rule in an experiment on real people',
  },
  /** Two commands, one of which is for the end. */
  commands: (first: string, last: string) => `${first}, and in the end ${last}`,
};

const STANDINGS: Readonly<Record<StandingWord, string>> = {
  ahead: 'ahead of',
  draw: 'a draw with',
  behind: 'behind',
};

const FAILURES: Readonly<Record<Exclude<FailureWord, 'leakage'>, string>> = {
  'human rule': 'the human rule is better',
  champion: 'the champion is better',
  calibration: 'its probabilities do not hold',
  'as chance': 'it cannot be told from chance',
  'wrong way round': 'it ranks the wrong way round',
  'worse than the mean': 'it is worse than always saying the mean',
};

/** The verdict of stage 1 and each of its questions. */
export const verdict = {
  /** @param suspects features that are to be looked at first */
  passes: (human: StandingWord | null, champion: StandingWord | null, suspects: readonly string[]) => {
    const parts = [
      'better than chance',
      ...(human === null ? [] : [`${STANDINGS[human]} the human rule`]),
      ...(champion === null ? [] : [`${STANDINGS[champion]} the champion`]),
    ];
    const suspicion = suspects.length === 0 ? '' : `, but look at ${quoted(suspects)} first`;
    return `It passes${suspicion}: ${parts.join(', ')}.`;
  },
  /** @param suspects the features, where leakage is among the failures */
  fails: (failures: readonly FailureWord[], suspects: readonly string[]) => {
    const told = failures.map((failure) =>
      failure === 'leakage' ? `${quoted(suspects)} may be known only after the outcome` : FAILURES[failure],
    );
    return `It does not pass: ${told.join('; ')}.`;
  },
  /** Of values: the share of their differences. */
  explains: (explained: EstimateSubject) =>
    `it explains ${percent(explained.value)} of the differences between people [${percent(explained.lower)} to ${percent(explained.upper)}]`,
  /** @param turned whether it surely ranks the wrong way round */
  ranks: ({ value, lower, upper }: EstimateSubject, turned: boolean) => {
    const wrong = turned ? ': it ranks the wrong way round, so that whoever it calls likely is unlikely' : '';
    return `of one who converts and one who does not, it ranks the right one first ${times(value, 1)} of 100 times [${times(lower, 1)} to ${times(upper, 1)}]; a coin gets 50${wrong}`;
  },
  humanRule: (standing: StandingWord, title: string) =>
    ({
      ahead: `it ranks better than the human rule "${title}"`,
      draw: `it cannot be told from the human rule "${title}": use the rule, or collect more rows`,
      behind: `the human rule "${title}" ranks better: use the rule`,
    })[standing],
  champion: (standing: StandingWord, version: number, rows: number) =>
    ({
      ahead: `it is better than the champion, version ${version}, on the same ${rows} rows`,
      draw: `it cannot be told from the champion, version ${version}, on the same ${rows} rows`,
      behind: `the champion, version ${version}, is better on the same ${rows} rows`,
    })[standing],
  calibration: (error: number, reading: 'holds' | 'harmless' | 'off') => {
    const off = `its probabilities are off by ${times(error, 1)} points of 100 on average`;
    return {
      holds: `${off}, no more than chance would make of a perfect model`,
      harmless: `${off}: more than chance, too little to matter`,
      off: `${off}: do not read a threshold of 0.9 as nine in ten`,
    }[reading];
  },
};

/** Features that may be known only after the outcome. */
export const leakage = {
  /** A sign of it, as it was told where it was measured. */
  sign: ({ words }: { readonly kind: string; readonly value: number; readonly words: string }) => words,
  /** @param known why the document says that it is known in time */
  suspect: (feature: string, sign: string, known: string | null) => {
    const why = known === null ? '' : `, and is said to be known beforehand: ${known}`;
    return `"${feature}" may be known only after the outcome (${sign})${why}`;
  },
  more: (count: number) => `so may ${count} more features`,
  advice: 'leave such features out, or say in the document under "knownBeforehand" why they are known in time',
  check: (parts: readonly string[]) => parts.join('; '),
};

/** A version beside rivals. */
export const rivals = {
  byChance: 'by chance',
};

/** An uplift model in a random test. */
export const uplift = {
  titles: {
    model: (treatment: string) => `by what ${treatment} changes`,
    response: (treatment: string, of: 'success' | 'value') =>
      of === 'success' ? `by P(success given ${treatment})` : `by the value expected given ${treatment}`,
    random: 'by chance',
    choice: 'what the model expects most of',
    everybody: (treatment: string) => `${treatment} for everybody`,
    nothing: 'nothing',
  },
  nothingToCompare: 'There is nothing to compare.',
  nothingToChoose: 'There is nothing to choose from.',
  rivalWins: (
    treatment: string,
    rival: 'response model' | 'human rule',
    qini: EstimateSubject,
    model: EstimateSubject,
    ahead: EstimateSubject,
  ) => {
    const gap = `Qini ${fourDigits(qini.value)} against ${fourDigits(model.value)}, the model is behind by ${range(turnedRound(ahead), fourDigits)}`;
    const advice =
      rival === 'human rule'
        ? 'Use the rule.'
        : 'Rank by P(success given treated) instead, and leave the effect to the money.';
    return `${treatment}: the ${rival} wins here: ${gap}. ${advice}`;
  },
  wrongWayRound: (treatment: string, qini: EstimateSubject) =>
    `${treatment}: the model ranks the wrong way round: those whom it puts last are moved most (Qini ${range(qini, fourDigits)}). Do not use it.`,
  nobody: (treatment: string, qini: EstimateSubject) =>
    `${treatment}: nobody can be told from chance (model's Qini ${range(qini, fourDigits)}): the treatment works alike on everybody, or there are too few rows. Treat all or none, by the effect on everybody.`,
  draw: (treatment: string, close: readonly ('response model' | 'human rule')[], ahead: EstimateSubject | null) => {
    const gap = ahead === null ? '' : ` (${range(ahead, fourDigits)})`;
    const names = close.map((rival) => `the ${rival}`).join(' and ');
    return `${treatment}: a draw: the model cannot be told from ${names} by Qini${gap}. Collect more rows, or use the simpler one.`;
  },
  modelWins: (
    treatment: string,
    qini: EstimateSubject,
    beaten: readonly { readonly rival: 'response model' | 'human rule'; readonly ahead: EstimateSubject }[],
  ) => {
    const than = ['chance', ...beaten.map(({ rival, ahead }) => `the ${rival} by ${range(ahead, fourDigits)}`)];
    return `${treatment}: the model wins: Qini ${range(qini, fourDigits)}, better than ${than.join(' and ')}.`;
  },
  /** Chance did not choose the treated; `found`: what sets them apart. */
  notRandom: (treatment: string, found: string, effect: EstimateSubject, of: 'success' | 'value', weighting: string) =>
    `${treatment}: the treated were not drawn by chance: ${found}. The treated do ${range(effect, change(of))} better than the controls, who were other people: that is no effect, and nothing here is proven. ${weighting}`,
  /** @param reason as half a sentence */
  noWeighting: (reason: string) => `Weighting cannot mend it: ${reason}. Use people of whom a random part got nothing.`,
  weighted: (effect: EstimateSubject, of: 'success' | 'value', treated: number, controls: number) =>
    `Weighted so that both sides look alike in what is known (as much as ${fixedWords(treated, 0)} treated and ${fixedWords(controls, 0)} controls would say), it changes ${range(effect, change(of))}; what is not known may still differ.`,
  /** Whether the choice among several treatments beats another one's. */
  choice: (
    standing: StandingWord,
    rival: { readonly kind: 'human rule' | 'same for all'; readonly title: string },
    means: {
      readonly of: 'success' | 'value';
      readonly model: number;
      readonly rival: number;
      readonly ahead: EstimateSubject;
    },
  ) => {
    const name = rival.kind === 'human rule' ? `the human rule (${rival.title})` : `"${rival.title}"`;
    const { of, ahead } = means;
    const outcome = (value: number) => (of === 'success' ? percent(value, 2) : fixedWords(value, 2));
    const gap = `${of === 'success' ? 'success' : 'a mean of'} ${outcome(means.model)} against ${outcome(means.rival)}, difference ${range(ahead, change(of))}`;
    return {
      ahead: `Choosing: the model beats ${name}, and with it all others: ${gap}.`,
      draw: `Choosing: the model does not beat ${name}: ${gap}. Use the simpler one.`,
      behind: `Choosing: ${name} is better than the model: ${gap}.`,
    }[standing];
  },
  choiceNotRandom: (treatments: readonly string[]) =>
    `Choosing: nothing is proven, since those who got ${treatments.join(' or ')} were not drawn by chance.`,
};

/** Whether treated and controls were alike before; half sentences. */
export const balance = {
  alike: (told: string) => `treated and controls look alike: ${told}`,
  classifier: ({ value, lower, upper }: EstimateSubject) =>
    `a classifier tells the two apart ${times(value)} of 100 times [${times(lower)} to ${times(upper)}], and a coin 50`,
  apart: (told: string, difference: string) => `${told}; ${difference}`,
  /** @param difference in standard deviations, treated minus controls */
  difference: (name: string, difference: number) =>
    `the treated stand ${fixedWords(Math.abs(difference), 2)} standard deviations ${difference > 0 ? 'higher' : 'lower'} in ${name}`,
  evenWeighted: (difference: string) => `even weighted, ${difference}`,
  fewRows: (rows: number, effective: number, needed: number) =>
    `the ${rows} rows say as much as ${fixedWords(effective, effective < 100 ? 1 : 0)} would, and at least ${needed} are needed`,
  oneRow: (share: number) => `one row holds ${percent(share)} of the weight: what it did would decide alone`,
};

/** A difference of outcomes: of shares in points, of values in their own unit. */
function change(of: 'success' | 'value'): (value: number) => string {
  return of === 'success' ? (share) => `${fixedWords(100 * share, 2)} points` : (value) => fixedWords(value, 2);
}
