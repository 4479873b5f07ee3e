import { describe, expect, it } from 'vitest';
import { binaryLabel, isControl } from './label.js';
import { type TableColumn } from './table-column.js';

function texts(...cells: (string | null)[]): TableColumn {
  const categories = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(cell)));
  return { name: 'bought', type: 'category', kind: 'category', codes, categories };
}

function numbers(...values: number[]): TableColumn {
  return { name: 'bought', type: 'number', kind: 'number', values: Float64Array.from(values) };
}

describe('a binary label', () => {
  it('is understood from 0 and 1, true and false, yes and no', () => {
    expect([...binaryLabel(numbers(0, 1, 1), 'f.csv')]).toEqual([0, 1, 1]);
    expect([...binaryLabel({ ...numbers(0, 1), kind: 'boolean' } as TableColumn, 'f.csv')]).toEqual([0, 1]);
    expect([...binaryLabel(texts('No', 'Yes', 'YES'), 'f.csv')]).toEqual([0, 1, 1]);
    expect([...binaryLabel(texts('false', 'true'), 'f.csv')]).toEqual([0, 1]);
  });

  it('of a blank cell is not a number', () => {
    expect([...binaryLabel(texts('yes', null), 'f.csv')]).toEqual([1, Number.NaN]);
    expect([...binaryLabel(numbers(Number.NaN, 1), 'f.csv')]).toEqual([Number.NaN, 1]);
  });

  it('takes the positive value that it is told', () => {
    expect([...binaryLabel(texts('left', 'stayed', 'moved'), 'f.csv', 'left')]).toEqual([1, 0, 0]);
    expect([...binaryLabel(numbers(1, 2), 'f.csv', 2)]).toEqual([0, 1]);
  });

  it.each([
    [texts('left', 'stayed'), undefined],
    [numbers(1, 2, 3), undefined],
    [texts('left', 'stayed'), 'lef'],
  ])('is refused where the positive one is not clear', (column, positive) => {
    expect(() => binaryLabel(column, 'f.csv', positive)).toThrow('It is not clear which value of "bought" counts');
  });
});

describe('the control group', () => {
  it('is who got nothing', () => {
    expect([undefined, '', 'none', 'Control', 'No', 0, false].map(isControl)).toEqual(Array(7).fill(true));
    expect(['coupon-20', 1, true].map(isControl)).toEqual([false, false, false]);
  });
});
