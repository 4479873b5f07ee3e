import { expect, test } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { type TableColumn } from '#strata/tables/columns';
import { rulesOf } from './rules.js';

const ROWS = 1000;
const order = (row: number) => (row * 7) % 20;
const columns: readonly TableColumn[] = [
  {
    name: 'orders',
    type: 'number',
    kind: 'number',
    values: Float64Array.from({ length: ROWS }, (_, row) => order(row)),
  },
  {
    name: 'days',
    type: 'number',
    kind: 'number',
    values: Float64Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? Number.NaN : row % 9)),
  },
  {
    name: 'city',
    type: 'category',
    kind: 'category',
    categories: ['Hangzhou', 'Suzhou'],
    codes: Int32Array.from({ length: ROWS }, (_, row) => row % 2),
  },
];
const facts: FactCatalogue = {
  orders: { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'number of orders' },
  days: { type: 'number', from: { events: { name: 'order_placed', measure: 'daysSinceLast' } }, words: 'days' },
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
};
const rows = Uint32Array.from({ length: ROWS }, (_, row) => row);
/** Halves by chance. */
const drawn = rows.toSorted((a, b) => ((a * 7919) % 1009) - ((b * 7919) % 1009));

test('a condition stands for each group, and says how well', () => {
  const isIn = (row: number) => order(row) >= 12 && row % 2 === 1;
  const labels = Int32Array.from(rows, (row) => (isIn(row) ? 0 : row % 10 === 0 ? 1 : 2));
  const [first, second] = rulesOf({ columns, labels, clusters: 3 }, drawn, facts);
  expect(first).toMatchObject({ precision: 1, recall: 1 });
  const compiled = compileCondition(first!.condition, { facts });
  for (const row of [1, 5, 6, 996, 999]) {
    expect(compiled.test({ orders: order(row), city: row % 2 === 0 ? 'Hangzhou' : 'Suzhou' })).toBe(isIn(row));
  }
  expect(second).toMatchObject({ words: expect.stringContaining('days') as string, recall: 1 });
  expect(JSON.stringify(second!.condition)).toContain('"operator":"exists","value":false');
});

test('shares are told in percent, also beside columns that are no facts', () => {
  const labels = Int32Array.from(rows, (row) => (order(row) >= 12 && row % 2 === 1 ? 0 : 1));
  const values = Float64Array.from(rows, (row) => order(row) / 20);
  const codes = Int32Array.from(rows, (row) => row % 2);
  const asked: readonly TableColumn[] = [
    { name: 'couponShare', type: 'number', kind: 'number', values },
    { name: 'TOWN', type: 'category', kind: 'category', categories: ['Hangzhou', 'Suzhou'], codes },
  ];
  const couponShare = { type: 'number', unit: 'share', from: { profile: 'share' }, words: 'share of coupons' } as const;
  const [first] = rulesOf({ columns: asked, labels, clusters: 2 }, drawn, { couponShare });
  expect(first?.words).toMatch(/share of coupons is at least \d+ %/);
  expect(first?.words).toContain('TOWN is Suzhou');
});

test('what no condition tells from the others has none', () => {
  const labels = new Int32Array(ROWS);
  expect(rulesOf({ columns, labels, clusters: 1 }, rows, facts)).toEqual([null]);
});
