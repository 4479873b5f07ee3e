import { fixedWords, percentWords } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { type Estimate } from '#strata/statistics';
import { analysisPhrases } from '../../words/index.js';
import { type BudgetFinding } from '../findings/budget.js';
import { type ChannelFinding } from '../findings/channels.js';
import { type FitError } from '../findings/rivals.js';
import { type Obscurity } from '../findings/identify.js';
import { type JudgedMix, type MixReport } from '../findings/mix-report.js';

/** The answer in sentences: what is known and what is not, what to do with the budget, and whether to trust the model. */
export function mixWords(report: MixReport): readonly string[] {
  return [knownWords(report), togetherWords(report), ...budgetWords(report), judgedWords(report.judged)];
}

function knownWords({ channels, target }: MixReport): string {
  const known = channels.filter(({ identified }) => identified);
  const unknown = channels.filter(({ identified }) => !identified);
  const returns = listed(known.map(({ channel, returned }) => `${channel} (${rangeWords(returned)} for each 1 spent)`));
  const others = listed(namesOf(unknown), 'or');
  if (known.length === 0)
    return `These data do not say what ${others} returned in ${target}: ${unknown.length === 1 ? 'its interval leaves' : 'every interval leaves'} a factor of three or more open.`;
  if (unknown.length === 0) return `These data say what every channel returned in ${target}: ${returns}.`;
  return `These data say what ${returns} returned in ${target}, but not what ${others} did.`;
}

function togetherWords({ base, target, channels }: MixReport): string {
  const media = { lower: Math.max(0, 1 - base.upper), upper: 1 - base.lower };
  const all = channels.length === 1 ? 'The channel' : 'All channels together';
  return `${all} brought ${percentWords(round(media.lower))} to ${percentWords(round(media.upper))} of ${target}; the rest would have come without.`;
}

function budgetWords({ budget, target }: MixReport): readonly string[] {
  if (budget === null) return [];
  const { gain, refused, probability } = budget;
  const brings = `${rangeWords(gain)} more ${target} a week`;
  const moves = budget.channels
    .filter(({ present, proposed }) => Math.abs(proposed - present) > LEAST_MOVE * Math.max(present, proposed))
    .map(({ channel, present, proposed }) => `${channel} ${amount(present)} → ${amount(proposed)}`);
  if (moves.length === 0) return ['Within these bounds the budget is where it should be.', ...testWords(budget)];
  if (refused === 'open') {
    return [
      `No other split of the budget is advised: the best one within the bounds brings ${brings}, which leaves open whether it brings anything (${percentWords(round(probability))} likely).`,
      ...testWords(budget),
    ];
  }
  if (refused === 'unproven') {
    return [
      `No other split of the budget is advised: the model expects ${brings} of the best one, but it tells weeks that it did not know no better than one without media.`,
      ...testWords(budget),
    ];
  }
  return [`Moving the budget (a week: ${listed(moves)}) brings ${brings}, expected ${amount(gain.value)}.`];
}

/** Of a channel's spend: less is rounding. */
const LEAST_MOVE = 0.02;

/** Which experiment to do. */
export function testWords({ tests }: BudgetFinding): readonly string[] {
  const [best] = tests;
  if (best === undefined || best.worth <= 0) return [];
  return [
    `An experiment in ${best.channel} would teach the most: to know its return would be worth about ${amount(best.worth)} a week in a better split.`,
  ];
}

function judgedWords(judged: JudgedMix): string {
  const { model, rivals, heldOut } = judged;
  const errors = [model, ...rivals].map(({ name, heldOut: error }) => `${name} by ${errorWords(error)}`);
  return `On the last ${fixedWords(heldOut, 0)} weeks, which it did not know, ${errors[0]?.replace(' by ', ' is off by ') ?? ''} of the range; ${listed(errors.slice(1))}.${betterRival(judged) === null ? '' : ' Something simpler tells these weeks as well or better, so little hangs on the model.'}`;
}

/** Where something simpler tells unknown weeks as well or better: that, with both figures; else null. */
export function mixWarning({ judged }: MixReport, language?: Language): string | null {
  const better = betterRival(judged);
  if (better === null) return null;
  const { warnings } = analysisPhrases(language);
  const rival = { name: better.name, error: errorWords(better.heldOut) };
  return warnings.weeks(judged.heldOut, errorWords(judged.model.heldOut), rival);
}

/** The best of what tells the weeks that were held out as well or better; null where nothing does. */
function betterRival({ model, rivals }: JudgedMix): FitError | null {
  const errorOf = ({ heldOut }: FitError): number => heldOut ?? Infinity;
  const [best] = rivals.toSorted((a, b) => errorOf(a) - errorOf(b));
  return best !== undefined && errorOf(best) <= errorOf(model) ? best : null;
}

function errorWords(error: number | null): string {
  return error === null ? '–' : percentWords(round(error, 3));
}

/** What is known, or not, of a channel, and why. */
export function channelWords({ channel, returned, identified, obscured }: ChannelFinding): string {
  const why = obscured
    .map((each) => obscurityWords(channel, each))
    .slice(0, MOST_REASONS)
    .join('; ');
  if (identified)
    return `Each 1 spent on ${channel} returned ${rangeWords(returned)}, ${figure(returned.value)} expected.`;
  return `${channel}’s return is not identified by these data: between ${figure(returned.lower)} and ${figure(returned.upper)} for each 1 spent; ${why}.`;
}

const MOST_REASONS = 2;

function obscurityWords(channel: string, obscurity: Obscurity): string {
  switch (obscurity.kind) {
    case 'moves together':
      return `${channel} and ${obscurity.with} move ${obscurity.correlation < 0 ? 'against each other' : 'together'} (correlation ${fixedWords(obscurity.correlation, 2)})`;
    case 'follows the base':
      return `trend, season and controls say when it is spent (${percentWords(round(obscurity.share))} of its ups and downs)`;
    case 'hardly changes':
      return `its spend is next to the same every week (it varies by ${percentWords(round(obscurity.variation))})`;
    case 'noise':
      return 'what it brings is lost in what moves the weeks besides';
  }
}

export function rangeWords({ lower, upper }: Pick<Estimate, 'lower' | 'upper'>): string {
  return `${figure(lower)} to ${figure(upper)}`;
}

/** Two or three digits. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return amount(value);
  return fixedWords(value, size >= 10 ? 1 : 2);
}

/** Three digits. */
export function amount(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  const unit = 10 ** (Math.floor(Math.log10(size)) - 2);
  const rounded = Math.round(value / unit) * unit;
  return fixedWords(rounded, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function listed(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
}

function namesOf(channels: readonly ChannelFinding[]): readonly string[] {
  return channels.map(({ channel }) => channel);
}

function round(share: number, digits = 2): number {
  return Math.round(share * 10 ** digits) / 10 ** digits;
}
