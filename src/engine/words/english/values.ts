import { amountWords, numberWords, percentWords } from '#strata/kernel';
import { isMoney, isShare, type MeasuredFact } from '../subjects/names.js';
import { joined } from './grammar.js';

/** A value as it stands in a sentence: shares in percent, true and false as yes and no, long numbers grouped. */
export function valueWords(value: unknown, definition?: MeasuredFact): string {
  if (Array.isArray(value))
    return joined(
      value.map((item) => valueWords(item, definition)),
      'and',
    );
  if (typeof value === 'number') {
    if (isMoney(definition)) return amountWords(value, definition?.unit === 'money' ? undefined : definition?.unit);
    return isShare(definition) ? percentWords(value) : numberWords(value);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null) return 'empty';
  if (value === undefined) return 'unknown';
  if (typeof value === 'string') return value === '' ? 'empty text' : value;
  return JSON.stringify(value);
}
