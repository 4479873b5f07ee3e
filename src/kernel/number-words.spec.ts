import { expect, it } from 'vitest';
import { moneyWords, numberWords, percentWords } from './index.js';

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
