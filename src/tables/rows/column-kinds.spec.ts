import { expect, it } from 'vitest';
import { kindOf, valueOfCell } from './column-kinds.js';

const times = (count: number, cell: string) => Array.from({ length: count }, () => cell);
const read = (cells: readonly string[], cell = cells[0]!) => valueOfCell(cell, kindOf(cells));

it.each([
  ['numbers', ['1', '2.5', '-3e2'], 1],
  ['numbers beside marks of missing', ['1.5', 'n/a', '-', '?', 'NULL', ''], 1.5],
  ['numbers with one odd cell among many', ['7', ...times(50, '8'), 'abc'], 7],
  ['decimal commas', ['12,50', '3,5', '1'], 12.5],
  ['thousands', ['1.234,50', '7,25'], 1234.5],
  ['a currency', ['1,234.50 €', '7.25 €'], 1234.5],
  ['per cent', ['12 %', '5 %'], 0.12],
  ['booleans', ['true', 'FALSE', 'n/a'], true],
  ['texts', ['1', 'red', 'green'], '1'],
  ['codes with leading zeros', ['10115', '01067'], '10115'],
  ['numbers that are too large', ['1', '12345678901234567890'], '1'],
  ['numbers and booleans', ['1', 'true'], '1'],
])('a column of %s is read as such', (_, cells, first) => {
  expect(read(cells)).toBe(first);
});

it('leaves out what marks a missing value and keeps what is no number as text', () => {
  const cells = times(100, '5');
  expect(read(cells, 'n/a')).toBeUndefined();
  expect(read(cells, 'abc')).toBe('abc');
  expect(read(cells, '007')).toBe('007');
  expect(read(cells, '12345678901234567890')).toBe('12345678901234567890');
  expect(read(['red', 'n/a'], 'n/a')).toBe('n/a');
});

it('reads each cell for itself where none was seen', () => {
  expect(['5', 'true', 'x'].map((cell) => read(['', 'n/a'], cell))).toEqual([5, true, 'x']);
});
