import { InvalidArgumentError } from 'commander';

/** A number above 0 of an option; "4%" and "0.04" are the same. */
export function positive(text: string): number {
  const isPercentage = text.trim().endsWith('%');
  const value = Number(isPercentage ? text.trim().slice(0, -1) : text);
  if (text.trim() === '' || !(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('A number above 0, or a percentage such as 4%.');
  }
  return isPercentage ? value / 100 : value;
}
