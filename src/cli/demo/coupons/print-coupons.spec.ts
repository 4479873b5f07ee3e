import { expect, it } from 'vitest';
import { couponReading } from './print-coupons.js';

const FIGURES = { personal: 1_500, single: [900, 1_000, 700], expectedBest: 1 };
const gain = (value: number, lower: number, upper: number) => ({ value, lower, upper, level: 0.95 });

it.each([
  [
    { ...FIGURES, gain: gain(500, 300, 700) },
    'Each its own earns 500 more (95 %: 300 to 700) than only 10, which the models expected to be the best single one.',
  ],
  [{ ...FIGURES, gain: gain(100, -50, 250) }, 'to be the best single one: here that is no more for sure.'],
  [
    { ...FIGURES, gain: gain(-90, -120, -60) },
    'earns 90 less (95 %: −120 to −60) than only 10, which the models expected to be the best single one: here it does not pay.',
  ],
  [
    { ...FIGURES, expectedBest: 0, gain: gain(600, 400, 800) },
    'Only 10 would have been better than that, with 1,000, and still less than each its own.',
  ],
])('says what personalising earned and how sure that is: %#', (figures, words) => {
  expect(couponReading(figures)).toContain(words);
});
