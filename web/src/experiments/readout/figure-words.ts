import { type Formats } from '../../parts/formats.js';
import { type Readout } from '../queries.js';

type Metric = Readout['comparisons'][number]['metrics'][number];
interface Interval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** How a figure is written, by its unit. */
export function amountOf(unit: Metric['unit'], formats: Formats): (value: number) => string {
  if (unit === 'share') return formats.share;
  return unit === 'money' ? formats.money : formats.decimal;
}

/** A figure with its interval: "+0.42 [0.25, 0.59]". */
export function intervalWords({ value, lower, upper }: Interval, amount: (value: number) => string): string {
  return `${amount(value)} [${amount(lower)}, ${amount(upper)}]`;
}

/** The same of a difference, whose sign is always said. */
export function differenceWords(interval: Interval, amount: (value: number) => string): string {
  return `${interval.value > 0 ? '+' : ''}${intervalWords(interval, amount)}`;
}

/** A p-value in four digits. */
export function pWords(value: number): string {
  return value < 0.0001 ? '< 0.0001' : value.toFixed(4);
}
