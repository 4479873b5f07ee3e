import { describe, expect, it } from 'vitest';
import { type BacktestReport, type SelectorResult } from '#strata/measurement/backtest';
import { printBacktest } from './print-backtest.js';

const estimate = (value: number) => ({ value, lower: value - 10, upper: value + 10, level: 0.95 });

function selector(change: Partial<SelectorResult>): SelectorResult {
  return {
    selector: 'strategy',
    title: 'the strategy as it is written',
    audience: 1200,
    conversions: estimate(300),
    incremental: estimate(200),
    cost: estimate(2000),
    profit: estimate(1234.4),
    roi: estimate(0.617),
    strategyAhead: null,
    ...change,
  };
}

const REPORT: BacktestReport = {
  strategy: { id: 'coupon', title: 'A coupon', humanRule: 'Most orders first' },
  source: 'history.csv',
  models: [{ model: 'natural', version: 2, plugin: 'logistic-regression', learnedBefore: null }],
  history: {
    rowsInFile: 9000,
    test: 6000,
    validation: 3000,
    people: 5900,
    offered: 3000,
    control: 3000,
    conversions: 700,
    period: null,
    outOfTime: false,
    propensities: 'shares',
  },
  basis: 'incremental',
  plan: { by: 'audience', audience: 1200, share: 0.2 },
  selectors: [
    selector({}),
    selector({
      selector: 'human rule',
      title: 'Most orders first',
      profit: estimate(-90),
      roi: null,
      strategyAhead: { profit: estimate(1324.4), conversions: estimate(20) },
    }),
  ],
  months: [],
  segments: [],
  offPolicy: null,
  sweep: {
    model: 'natural',
    chosen: 0.05,
    validatedOn: 'a random half of the people',
    validation: [0, 0.05].map((leftOut) => point(leftOut)),
    test: [0, 0.05].map((leftOut) => point(leftOut)),
  },
  fairness: null,
  verdict: { outcome: 'does not pass', sentences: ['They are a draw.', 'Keep the human rule.'] },
  notes: ['three rows have no label'],
};

function point(leftOut: number) {
  const threshold = leftOut === 0 ? null : 0.25;
  return {
    leftOut,
    threshold,
    audience: 1200,
    incremental: estimate(9),
    profit: estimate(8),
    roi: null,
    gain: estimate(0),
  };
}

describe('a printed backtest', () => {
  it('says the verdict first, then the money, how to read it and what to know', () => {
    const text = printed(REPORT);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'A coupon: DOES NOT PASS',
      'They are a draw.',
      'Keep the human rule.',
    ]);
    expect(text).toContain('natural@2 learned from random rows');
    expect(text).toMatch(/strategy\s+│\s+1,200 │.*1,234 \[1,224, 1,244\] │ 62 %/);
    expect(text).toMatch(/human rule.*−90 \[−100, −80\].*1,324 \[1,314, 1,334\]/);
    expect(text).toContain('An interval of "ahead by" that holds 0 is a draw.');
    expect(text).toMatch(/5 % ←\s+│\s+0\.2500/);
    expect(text).toContain('Note: three rows have no label.');
    expect(text).toContain('Not recorded');
  });

  it('leaves out what a gross history cannot tell', () => {
    const gross = REPORT.selectors.map((one) => ({ ...one, incremental: null }));
    const text = printed({ ...REPORT, basis: 'gross', selectors: gross, sweep: null });
    expect(text).toContain('all with an offer');
    expect(text).not.toContain('because of it');
    expect(text).toContain('every conversion counts as earned (gross)');
  });
});

function printed(report: BacktestReport): string {
  const write = process.stdout.write.bind(process.stdout);
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    printBacktest(report, []);
  } finally {
    process.stdout.write = write;
  }
  return text;
}
