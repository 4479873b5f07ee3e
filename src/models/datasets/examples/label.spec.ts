import { describe, expect, it } from 'vitest';
import { type ModelDocument } from '#strata/engine';
import { binaryLabel, type Success, successOf } from './label.js';
import { type TableColumn } from '../../../tables/columns/table-column.js';
import { armsOf, controlRule, whatRowGot } from './treatments.js';

function texts(...cells: (string | null)[]): TableColumn {
  const categories = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(cell)));
  return { name: 'bought', type: 'category', kind: 'category', codes, categories };
}

function numbers(...values: number[]): TableColumn {
  return { name: 'bought', type: 'number', kind: 'number', values: Float64Array.from(values) };
}

const labels = (column: TableColumn, success?: Success) => [...binaryLabel(column, 'f.csv', success).label];

describe('a binary label', () => {
  it('is understood from 0 and 1, true and false, yes and no', () => {
    expect(labels(numbers(0, 1, 1))).toEqual([0, 1, 1]);
    expect(labels({ ...numbers(0, 1), kind: 'boolean' } as TableColumn)).toEqual([0, 1]);
    expect(labels(texts('No', 'Yes', 'YES'))).toEqual([0, 1, 1]);
    expect(labels(texts('false', 'true'))).toEqual([0, 1]);
  });

  it('of a blank cell, or one that says that it is missing, is not a number', () => {
    expect(labels(texts('yes', null))).toEqual([1, Number.NaN]);
    expect(labels(numbers(Number.NaN, 1))).toEqual([Number.NaN, 1]);
    const unknown = texts('yes', 'no', 'unknown', 'Unknown', 'n/a', null);
    expect(labels(unknown)).toEqual([1, 0, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(binaryLabel(unknown, 'f.csv', successOf('yes')).notes).toEqual([
      'of "bought" "yes" (1) counts as success, and "no" (1) as none',
      '4 rows have no label (bought: "Unknown" (1), "n/a" (1), "unknown" (1)) and are left out',
    ]);
  });

  it('takes the positive value that it is told, and says what all others are', () => {
    const statuses = texts('left', 'stayed', 'moved', 'stayed', 'none');
    expect(labels(statuses, successOf('left'))).toEqual([1, 0, 0, 0, 0]);
    expect(binaryLabel(statuses, 'f.csv', successOf('left')).notes).toEqual([
      'of "bought" "left" (1) counts as success, and "stayed" (2), "moved" (1), "none" (1) as none',
    ]);
    expect(labels(numbers(1, 2), successOf(2))).toEqual([0, 1]);
    expect(labels(texts('Left', ' left', 'stayed'), successOf('left'))).toEqual([1, 1, 0]);
    expect(labels({ ...numbers(0, 1), kind: 'boolean' } as TableColumn, successOf('Yes'))).toEqual([0, 1]);
  });

  it('may be numbers above a limit', () => {
    expect(labels(numbers(0, 0.5, -1, Number.NaN), { above: 0 })).toEqual([0, 1, 0, Number.NaN]);
    expect(labels(numbers(0, 12), successOf('> 10'))).toEqual([0, 1]);
    expect(() => labels(texts('a'), { above: 0 })).toThrow('is not a number');
  });

  it.each([
    [texts('left', 'stayed'), undefined],
    [numbers(1, 2, 3), undefined],
    [texts('left', 'stayed'), 'lef'],
  ])('is refused where the positive one is not clear', (column, positive) => {
    expect(() => labels(column, successOf(positive))).toThrow('It is not clear which value of "bought" counts');
  });
});

describe('the control group', () => {
  const ruleOf = (control?: string | number) =>
    controlRule({ treatment: control === undefined ? 'none' : { column: 't', control } } as ModelDocument, {});

  it('is who got nothing, where no control is named', () => {
    const got = (cell: string | number | boolean | undefined) => whatRowGot(cell, ruleOf());
    expect([undefined, '', 'none', 'Control', 'No', 0, false].map(got)).toEqual(Array(7).fill('control'));
    expect(['coupon-20', 1, true].map(got)).toEqual(Array(3).fill('treatment'));
    expect(got('n/a')).toBe('unknown');
  });

  it.each([
    [0, ['0', '0.0', 'FALSE', 'No', false, 0]],
    ['false', ['0', 'FALSE', 'no', false]],
    ['control', ['control', 'Control', 'control ', ' CONTROL']],
    ['No E-Mail', ['No E-Mail', 'no  e-mail']],
  ])('named %j is found in every spelling, and a blank is not of it', (control, cells) => {
    expect(cells.map((cell) => whatRowGot(cell, ruleOf(control)))).toEqual(cells.map(() => 'control'));
    expect([undefined, ' ', 'unknown'].map((cell) => whatRowGot(cell, ruleOf(control)))).toEqual(
      Array(3).fill('unknown'),
    );
    expect(whatRowGot('coupon', ruleOf(control))).toBe('treatment');
  });

  it('is told from treatments whose spellings are one', () => {
    const column = texts('control', 'Coupon', 'coupon ', 'coupon', 'coupon', 'Control');
    expect(armsOf(column, 6, ruleOf('control'), undefined)).toEqual({
      codes: Uint8Array.of(0, 1, 1, 1, 1, 0),
      treatments: ['coupon'],
    });
    expect(armsOf(texts('TRUE', 'x'), 2, ruleOf('control'), ['x', 'true']).codes).toEqual(Uint8Array.of(2, 1));
  });
});
