import { fixedWords, percentWords } from '#strata/kernel';
import { type Estimate } from '#strata/statistics';
import { type BudgetFinding } from '../findings/budget.js';
import { type ChannelFinding } from '../findings/channels.js';
import { type Obscurity } from '../findings/identify.js';
import { type JudgedMix, type MixReport } from '../mix-report.js';

/** The answer in sentences: what is known and what is not, what to do with the budget, and whether to trust the model. */
export function mixWords(report: MixReport): readonly string[] {
  return [knownWords(report), togetherWords(report), ...budgetWords(report), judgedWords(report.judged)];
}

function knownWords({ channels, target }: MixReport): string {
  const known = channels.filter(({ identified }) => identified);
  const unknown = channels.filter(({ identified }) => !identified);
  const returns = listed(known.map(({ channel, returned }) => `${channel} (${rangeWords(returned)} for each 1 spent)`));
  if (known.length === 0)
    return `These data do not say what ${listed(namesOf(unknown), 'or')} ${unknown.length === 1 ? 'returns' : 'return'} in ${target}: ${unknown.length === 1 ? 'its interval leaves' : 'every interval leaves'} a factor of three or more open.`;
  if (unknown.length === 0) return `In ${target} these data say what every channel returns: ${returns}.`;
  return `In ${target} these data say what ${returns} returned, but not what ${listed(namesOf(unknown), 'or')} did.`;
}

function togetherWords({ base, target, channels }: MixReport): string {
  const media = { lower: Math.max(0, 1 - base.upper), upper: 1 - base.lower };
  const all = channels.length === 1 ? 'The channel' : 'All channels together';
  return `${all} brought ${percentWords(round(media.lower))} to ${percentWords(round(media.upper))} of ${target}; the rest would have come without.`;
}

function budgetWords({ budget, target }: MixReport): readonly string[] {
  if (budget === null) return [];
  const { gain, advised, probability } = budget;
  if (advised) {
    const moves = budget.channels
      .filter(({ present, proposed }) => Math.abs(proposed - present) > 0.02 * Math.max(present, proposed))
      .map(({ channel, present, proposed }) => `${channel} ${amount(present)} → ${amount(proposed)}`);
    if (moves.length === 0) return ['Within these bounds the budget is where it should be.'];
    return [
      `Moving the budget (a week: ${listed(moves)}) brings ${rangeWords(gain)} more ${target} a week, expected ${amount(gain.value)}.`,
    ];
  }
  return [
    `No other split of the budget is advised: the best one within the bounds brings ${rangeWords(gain)} more ${target} a week, which leaves open whether it brings anything (${percentWords(round(probability))} likely).`,
    ...testWords(budget),
  ];
}

/** Which experiment to do. */
export function testWords({ tests }: BudgetFinding): readonly string[] {
  const [best] = tests;
  if (best === undefined || best.worth <= 0) return [];
  return [
    `An experiment in ${best.channel} would teach the most: to know its return would be worth about ${amount(best.worth)} a week in a better split.`,
  ];
}

function judgedWords({ model, rivals, heldOut }: JudgedMix): string {
  const [naive, without] = rivals;
  const off = (error: number | null | undefined) => (error == null ? '–' : percentWords(round(error, 3)));
  const known = rivals.flatMap((rival) => (rival.heldOut === null ? [] : [rival.heldOut]));
  const verdict =
    model.heldOut !== null && known.every((error) => (model.heldOut ?? 0) <= error)
      ? ''
      : ' Something simpler tells these weeks as well or better, so little hangs on the model.';
  return `On the last ${fixedWords(heldOut, 0)} weeks, which it did not know, the model is off by ${off(model.heldOut)} of the range; without media by ${off(without?.heldOut)}, the same week a year ago by ${off(naive?.heldOut)}.${verdict}`;
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

export function listed(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
}

function namesOf(channels: readonly ChannelFinding[]): readonly string[] {
  return channels.map(({ channel }) => channel);
}

function round(share: number, digits = 2): number {
  return Math.round(share * 10 ** digits) / 10 ** digits;
}
