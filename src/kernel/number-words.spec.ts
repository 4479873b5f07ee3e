import fc from 'fast-check';
import { expect, it } from 'vitest';
import { amountWords, columnNumberWords, fixedWords, moneyWords, numberWords, percentWords } from './number-words.js';

it.each([
  [2800, '2,800'],
  [-1.9, '−1.9'],
  [0, '0'],
  [-0, '0'],
  [-0.00001, '0'],
  [0.00312, '0.0031'],
  [1234.567, '1,234.57'],
  [Infinity, 'Infinity'],
])('%d is read as %s', (value, words) => {
  expect(numberWords(value)).toBe(words);
});

it('reads shares and money alike', () => {
  expect(percentWords(0.0717)).toBe('7.17 %');
  expect([moneyWords(-0.92), moneyWords(6097.214, 'EUR'), moneyWords(-0.001)]).toEqual([
    '−0.92',
    '6,097.21 EUR',
    '0.00',
  ]);
});

it('reads figures of a plan with cents only where there are some', () => {
  expect([amountWords(5000, 'EUR'), amountWords(446.3, 'EUR'), amountWords(40), amountWords(-1.5)]).toEqual([
    '5,000 EUR',
    '446.30 EUR',
    '40',
    '−1.50',
  ]);
});

it('reads columns of figures with the same digits in each row', () => {
  expect([fixedWords(0.75986, 4), fixedWords(-13384.2, 0), fixedWords(-0.001, 2), fixedWords(NaN, 2)]).toEqual([
    '0.7599',
    '−13,384',
    '0.00',
    '–',
  ]);
});

it('reads values of a column, the smallest ones too', () => {
  expect([columnNumberWords(12345), columnNumberWords(6097.213), columnNumberWords(-0.0000312)]).toEqual([
    '12,345',
    '6,097.2',
    '−0.0000312',
  ]);
});

it('rounds small numbers as Intl does', () => {
  const decimal = fc.tuple(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), fc.integer({ min: 0, max: 7 }));
  const numbers = fc.oneof(
    decimal.map(([digits, places]) => digits / 10 ** places),
    fc.double({ min: -1_100_000, max: 1_100_000, noNaN: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 8 }), (value, digits) => {
      const format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
      const expected = format.format(value).replace(/^-(?=[0.,]*$)/, '');
      expect(fixedWords(value, digits)).toBe(expected.replace('-', '−'));
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  [1.005, '1.01'],
  [998.996, '999'],
  [999.996, '1,000'],
  [0.5, '0.5'],
  [2.5e-7, '0'],
])('%d is rounded to %s', (value, words) => {
  expect(numberWords(value)).toBe(words);
});
