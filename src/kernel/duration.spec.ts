import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationMilliseconds, durationWords, isCalendarDuration, isDuration } from './duration.js';

const DAY = 86_400_000;

test.each([
  ['P7D', 7 * DAY, '7 days'],
  ['P2W', 14 * DAY, '2 weeks'],
  ['PT24H', DAY, '24 hours'],
  ['PT1H', DAY / 24, '1 hour'],
  ['P1DT12H30M5S', 1.5 * DAY + 30 * 60_000 + 5000, '1 day, 12 hours, 30 minutes and 5 seconds'],
  ['P1DT12H', 1.5 * DAY, '1 day and 12 hours'],
  ['P1000D', 1000 * DAY, '1,000 days'],
])('%s', (text, milliseconds, words) => {
  expect(durationMilliseconds(text)).toBe(milliseconds);
  expect(durationWords(text)).toBe(words);
});

test.each(['', 'P', 'PT', 'P1M', 'P1Y', '7D', 'P7DT', 'P-1D', 'P1.5D', 'PT1.5S', 'P1D '])(
  '“%s” is no duration, and has no words of its own',
  (text) => {
    expect(durationMilliseconds(text)).toBeNull();
    expect(isDuration(text)).toBe(false);
    expect(durationWords(text)).toBe(text);
  },
);

const amount = fc.option(fc.nat({ max: 400 }), { nil: undefined });
const duration = fc
  .record({ W: amount, D: amount, H: amount, M: amount, S: amount })
  .filter((parts) => Object.values(parts).some((part) => part !== undefined));

test('a duration is as long as its parts together, and its words name each of them', () => {
  fc.assert(
    fc.property(duration, ({ W, D, H, M, S }) => {
      const write = (part: number | undefined, unit: string): string => (part === undefined ? '' : `${part}${unit}`);
      const time = write(H, 'H') + write(M, 'M') + write(S, 'S');
      const text = `P${write(W, 'W')}${write(D, 'D')}${time === '' ? '' : `T${time}`}`;
      const days = 7 * (W ?? 0) + (D ?? 0);
      const seconds = 86_400 * days + 3600 * (H ?? 0) + 60 * (M ?? 0) + (S ?? 0);
      expect(durationMilliseconds(text)).toBe(1000 * seconds);
      expect(isDuration(text)).toBe(true);
      expect(durationWords(text).match(/\d+/g)).toEqual(
        [W, D, H, M, S].filter((part) => part !== undefined).map(String),
      );
    }),
  );
});

test('more than a century is more than a document may say', () => {
  expect([isDuration('P36525D'), isDuration('P36526D')]).toEqual([true, false]);
});

test.each([
  ['P2Y', true],
  ['P1Y6M', true],
  ['P90D', true],
  ['P', false],
  ['PT1H', false],
  ['P1.5Y', false],
])('“%s” as a duration of the calendar: %s', (text, expected) => {
  expect(isCalendarDuration(text)).toBe(expected);
});
