import { fixedWords } from '#strata/kernel';
import { type Estimate } from '#strata/statistics';
import { type Balance } from './balance.js';
import { type Chooser, type TreatmentReport, type UpliftContender, type UpliftVerdict } from './uplift-figures.js';

/** What a verdict on one treatment is made of. */
export interface TreatmentGrounds extends Pick<TreatmentReport, 'treatment' | 'contenders' | 'balance' | 'effect'> {
  /** Whether outcomes are successes rather than values. */
  readonly shares: boolean;
}

/** Judged by Qini, where chance chose the treated; else nothing is. */
export function treatmentVerdict({ treatment, contenders, balance, effect, shares }: TreatmentGrounds): UpliftVerdict {
  if (balance?.differs === true) {
    return { winner: 'not random', words: `${treatment}: ${notRandomWords(balance, effect, shares)}` };
  }
  const model = contenders.find(({ selector }) => selector === 'model');
  const rivals = contenders.flatMap(({ selector, modelAhead, metrics }) =>
    selector === 'model' || selector === 'random' || modelAhead === null
      ? []
      : [{ selector, ahead: modelAhead.qini, metrics }],
  );
  if (model === undefined) return { winner: 'nobody', words: 'There is nothing to compare.' };
  const named = `${treatment}:`;
  const better = rivals.filter(({ ahead }) => ahead.upper < 0).toSorted((a, b) => a.ahead.value - b.ahead.value)[0];
  if (better !== undefined) {
    const { selector, ahead, metrics } = better;
    const gap = `Qini ${figure(metrics.qini)} against ${figure(model.metrics.qini)}, the model is behind by ${reach(ahead, -1)}`;
    return { winner: selector, words: `${named} the ${selector} wins here: ${gap}. ${ADVICE[selector]}` };
  }
  const { qini } = model.metrics;
  if (qini.upper < 0) {
    const words = `the model ranks the wrong way round: those whom it puts last are moved most (Qini ${reach(qini)})`;
    return { winner: 'wrong way round', words: `${named} ${words}. Do not use it.` };
  }
  if (qini.lower <= 0 && rivals.every(({ metrics }) => metrics.qini.lower <= 0)) {
    const words = `nobody can be told from chance (model's Qini ${reach(qini)}): the treatment works alike on everybody, or there are too few rows`;
    return { winner: 'nobody', words: `${named} ${words}. Treat all or none, by the effect on everybody.` };
  }
  const close = rivals.filter(({ ahead }) => ahead.lower <= 0);
  if (close.length > 0) {
    const [closest] = close.toSorted((a, b) => a.ahead.value - b.ahead.value);
    const gap = closest === undefined ? '' : ` (${reach(closest.ahead)})`;
    const names = close.map(({ selector }) => `the ${selector}`).join(' and ');
    return {
      winner: 'draw',
      words: `${named} a draw: the model cannot be told from ${names} by Qini${gap}. Collect more rows, or use the simpler one.`,
    };
  }
  const beaten = ['chance', ...rivals.map(({ selector, ahead }) => `the ${selector} by ${reach(ahead)}`)];
  return {
    winner: 'model',
    words: `${named} the model wins: Qini ${reach(qini)}, better than ${beaten.join(' and ')}.`,
  };
}

/** Why no effect is told, what the plain difference is worth, and what weighting makes of it. */
function notRandomWords({ words, weighting }: Balance, effect: Estimate, shares: boolean): string {
  const difference = `The treated do ${range(effect, shares ? percentPoints : plain)} better than the controls, who were other people: that is no effect`;
  const found = `the treated were not drawn by chance: ${words}. ${difference}, and nothing here is proven.`;
  if (weighting?.status !== 'weighted') {
    return `${found} Weighting cannot mend it: ${weighting?.reason ?? ''}. Use people of whom a random part got nothing.`;
  }
  const { treated, controls } = weighting.effectiveSampleSize;
  const rows = `as much as ${fixedWords(treated, 0)} treated and ${fixedWords(controls, 0)} controls would say`;
  const changed = range(weighting.effect, shares ? percentPoints : plain);
  return `${found} Weighted so that both sides look alike in what is known (${rows}), it changes ${changed}; what is not known may still differ.`;
}

const ADVICE: Readonly<Record<UpliftContender['selector'], string>> = {
  'response model': 'Rank by P(success given treated) instead, and leave the effect to the money.',
  'human rule': 'Use the rule.',
  model: '',
  random: '',
};

/** Judged by the mean outcome if everybody got what is chosen. */
export function choiceVerdict(choosers: readonly Chooser[], shares: boolean): UpliftVerdict {
  const model = choosers.find(({ selector }) => selector === 'model');
  const rivals = choosers.flatMap((chooser) =>
    chooser.modelAhead === null ? [] : [{ ...chooser, ahead: chooser.modelAhead }],
  );
  const hardest = rivals.toSorted((a, b) => b.outcome.value - a.outcome.value)[0];
  if (model === undefined || hardest === undefined)
    return { winner: 'nobody', words: 'There is nothing to choose from.' };
  const human = rivals.find(({ selector }) => selector === 'human rule');
  const rival = human !== undefined && human.ahead.lower <= 0 ? human : hardest;
  const name = rival.selector === 'human rule' ? `the human rule (${rival.title})` : `"${rival.title}"`;
  const [outcome, change] = shares ? [percent, percentPoints] : [plain, plain];
  const gap = `${shares ? 'success' : 'a mean of'} ${outcome(model.outcome.value)} against ${outcome(rival.outcome.value)}, difference ${range(rival.ahead, change)}`;
  if (rival.ahead.upper < 0)
    return { winner: rival.selector, words: `Choosing: ${name} is better than the model: ${gap}.` };
  if (rival.ahead.lower <= 0) {
    return { winner: 'draw', words: `Choosing: the model does not beat ${name}: ${gap}. Use the simpler one.` };
  }
  return { winner: 'model', words: `Choosing: the model beats ${name}, and with it all others: ${gap}.` };
}

function figure({ value }: Estimate): string {
  return fixedWords(value, 4);
}

/** @param sign −1 to say how far behind instead of ahead */
function reach(estimate: Estimate, sign: 1 | -1 = 1): string {
  const { value, lower, upper } = estimate;
  const ends = sign === 1 ? [lower, upper] : [-upper, -lower];
  return `${fixedWords(sign * value, 4)} [${ends.map((end) => fixedWords(end, 4)).join(', ')}]`;
}

function range({ value, lower, upper }: Estimate, format: (share: number) => string): string {
  return `${format(value)} [${format(lower)}, ${format(upper)}]`;
}

function percent(share: number): string {
  return `${fixedWords(100 * share, 2)} %`;
}

/** A value in its own unit. */
function plain(value: number): string {
  return fixedWords(value, 2);
}

function percentPoints(share: number): string {
  return `${fixedWords(100 * share, 2)} points`;
}
