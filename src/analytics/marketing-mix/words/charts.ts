import { numberWords } from '#strata/kernel';
import { drawChart, type Markup } from '#strata/platform/pages';
import { type ChannelFinding } from '../findings/channels.js';
import { type JudgedMix } from '../findings/mix-report.js';
import { amount } from './words.js';

/** What each channel brings at which spend. */
export function curveChart({ channel, curve, weekly }: ChannelFinding, target: string, place: number): Markup {
  const most = Math.max(...curve.map(({ upper }) => upper));
  const to = curve.at(-1)?.spend ?? 1;
  return drawChart({
    id: `curve-${String(place)}`,
    title: channel,
    description: `What a steady spend brings a week, with the interval; ${amount(weekly)} are spent in a mean week.`,
    x: { label: 'Spend a week', from: 0, to, format: short },
    y: { label: `${target} a week`, from: 0, to: most === 0 ? 1 : most, format: short },
    series: [
      { name: 'brought', look: 'main', points: curve.map(({ spend, value }) => [spend, value]) },
      {
        name: 'spent now',
        look: 'reference',
        points: [
          [weekly, 0],
          [weekly, most],
        ],
      },
    ],
    band: curve.map(({ spend, lower, upper }) => ({ x: spend, low: lower, high: upper })),
  });
}

const MONTHS = 12;
const HEADROOM = 1.1;

/** The weeks as they were and as the model of the first ones says. */
export function weeksChart({ predicted, heldOut }: JudgedMix, target: string): Markup {
  const years = predicted.map(({ week }) => yearOf(week));
  const [from = 0, to = 1] = [years[0], years.at(-1)];
  // By the lines: an event that was never seen before makes a band that hides everything else.
  const most = HEADROOM * Math.max(...predicted.flatMap(({ actual, value }) => [actual, value]));
  const least = Math.min(0, ...predicted.flatMap(({ actual, value }) => [actual, value]));
  const start = years[predicted.length - heldOut] ?? to;
  return drawChart({
    id: 'weeks',
    wide: true,
    title: 'Week by week',
    description: `The band holds what the model of the weeks before the dotted line expected; the ${String(heldOut)} weeks after it were not known to it.`,
    x: { label: 'Week', from, to, format: monthOf },
    y: { label: target, from: least, to: most, format: short },
    series: [
      { name: 'actual', look: 'main', points: predicted.map(({ actual }, place) => [years[place] ?? 0, actual]) },
      {
        name: 'said by the model',
        look: 'second',
        points: predicted.map(({ value }, place) => [years[place] ?? 0, value]),
      },
      {
        name: 'held out from here',
        look: 'reference',
        points: [
          [start, least],
          [start, most],
        ],
      },
    ],
    band: predicted.map(({ lower, upper }, place) => ({ x: years[place] ?? 0, low: lower, high: upper })),
  });
}

/** 2026.5 for July. */
function yearOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return year + (month - 1 + (date - 1) / 31) / MONTHS;
}

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function monthOf(year: number): string {
  const months = Math.round(year * MONTHS);
  const month = ((months % MONTHS) + MONTHS) % MONTHS;
  return `${NAMES[month] ?? ''} ${String(Math.floor(months / MONTHS))}`;
}

/** 2.5 M, 60 k: what fits beside an axis. */
function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${numberWords(Number((value / 1e6).toPrecision(3)))} M`;
  return size >= 1e4 ? `${numberWords(Number((value / 1e3).toPrecision(3)))} k` : amount(value);
}
