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
