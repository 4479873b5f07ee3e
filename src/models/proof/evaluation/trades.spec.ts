import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowMoney } from './row-money.js';
import { profitReport } from './strategy-profit.js';
import { tradeTable } from './trades.js';

interface Row {
  readonly score: number;
  readonly label: number;
  readonly cost: number;
  readonly profit: number;
}

const rows = fc.array(
  fc.record({
    score: fc.integer({ min: 0, max: 9 }).map((score) => score / 10),
    label: fc.nat(1),
    cost: fc.integer({ min: 0, max: 5 }),
    profit: fc.integer({ min: -9, max: 9 }),
  }),
  { minLength: 1, maxLength: 60 },
);
const role = fc.constantFrom('response' as const, 'natural' as const);

function columnOf(sample: readonly Row[], of: (row: Row) => number): Float64Array {
  return Float64Array.from(sample, of);
}

function moneyOf(sample: readonly Row[], of: RowMoney['role']): RowMoney {
  return {
    strategy: null,
    offer: null,
    role: of,
    basis: 'gross',
    cost: columnOf(sample, ({ cost }) => cost),
    conversions: columnOf(sample, ({ label }) => label),
    increment: columnOf(sample, ({ label }) => label),
    profit: columnOf(sample, ({ profit }) => profit),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the trade of a threshold', () => {
  it('is what counting by hand gives, whichever side is contacted', () => {
    fc.assert(
      fc.property(rows, role, fc.integer({ min: -1, max: 11 }), (sample, side, tenth) => {
        const threshold = tenth / 10;
        const scores = columnOf(sample, ({ score }) => score);
        const labels = columnOf(sample, ({ label }) => label);
        const trade = tradeTable(scores, labels, moneyOf(sample, side)).at(threshold);
        const above = sample.filter(({ score }) => score >= threshold);
        const contacted = side === 'response' ? above : sample.filter(({ score }) => score < threshold);
        expect(trade.selected).toBe(above.length);
        if (above.length > 0) expect(trade.precision).toBeCloseTo(sum(above.map(({ label }) => label)) / above.length);
        expect(trade.money?.contacted).toBe(contacted.length);
        expect(trade.money?.cost).toBeCloseTo(sum(contacted.map(({ cost }) => cost)));
        expect(trade.money?.conversions).toBeCloseTo(sum(contacted.map(({ label }) => label)));
        expect(trade.money?.profit.value).toBeCloseTo(sum(contacted.map(({ profit }) => profit)));
      }),
    );
  });

  it('runs from nobody to everybody; selecting more never covers less', () => {
    fc.assert(
      fc.property(rows, (sample) => {
        fc.pre(sample.some(({ label }) => label === 1));
        const curve = tradeTable(
          columnOf(sample, ({ score }) => score),
          columnOf(sample, ({ label }) => label),
          null,
        ).curve();
        expect(curve[0]).toMatchObject({ selected: 0, threshold: Infinity, money: null });
        expect(curve.at(-1)).toMatchObject({ selected: sample.length, share: 1, recall: 1, lift: 1 });
        for (const [index, { recall }] of curve.entries()) {
          expect(recall).toBeGreaterThanOrEqual(curve[index - 1]?.recall ?? 0);
        }
      }),
    );
  });

  it('that pays best is the best of the curve, and its check on other rows is no better than what was known', () => {
    const sample = Array.from({ length: 2000 }, (_, index): Row => {
      const score = ((index * 7919) % 2000) / 2000;
      const label = (index * 104_729) % 1000 < 600 * score ? 1 : 0;
      return { score, label, cost: 1, profit: 4 * label - 1 };
    });
    const scores = columnOf(sample, ({ score }) => score);
    const money = moneyOf(sample, 'response');
    const trades = tradeTable(
      scores,
      columnOf(sample, ({ label }) => label),
      money,
    ).curve();
    const report = profitReport(money, trades, scores, 1);
    expect(report.best.profit).toBe(Math.max(...trades.map((trade) => trade.money?.profit.value ?? 0)));
    expect(report.everybody).toMatchObject({ contacted: 2000, share: 1 });
    expect(report.checked.profit.value).toBeLessThanOrEqual(report.best.profit + 1e-9);
    expect(report.checked.overEverybody.lower).toBeGreaterThan(0);
  });
});

describe('the profit of people with several rows', () => {
  it('is as unsure in parts of a whole as it is of the people', () => {
    fc.assert(
      fc.property(rows, role, fc.integer({ min: 2, max: 5 }), (sample, side, times) => {
        const often = sample.flatMap((row) => Array.from({ length: times }, () => row));
        const people = Uint32Array.from(often.keys(), (row) => Math.floor(row / times));
        const tradesOf = (of: readonly Row[], numbered?: Uint32Array) => {
          const [scores, labels] = [columnOf(of, ({ score }) => score), columnOf(of, ({ label }) => label)];
          const table = tradeTable(scores, labels, moneyOf(of, side), numbered);
          const { checked } = profitReport(moneyOf(of, side), table.curve(), scores, 1, numbered);
          return [table.at(0.5).money!.profit, checked.profit, checked.overEverybody];
        };
        const repeated = tradesOf(often, people);
        tradesOf(sample).forEach(({ lower, upper }, index) => {
          expect(repeated[index]!.lower / times).toBeCloseTo(lower, 6);
          expect(repeated[index]!.upper / times).toBeCloseTo(upper, 6);
        });
      }),
    );
  });
});
