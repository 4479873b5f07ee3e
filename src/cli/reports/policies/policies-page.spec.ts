import { expect, it } from 'vitest';
import { type PolicyReport, type PolicyResult } from '#strata/measurement/backtest';
import { policiesPage } from './policies-page.js';

const estimate = (value: number) => ({ value, lower: value - 0.01, upper: value + 0.01, level: 0.95 });
const weights = { rows: 900, matched: 300, effectiveSampleSize: 250, largest: 4, largestShare: 0.01, mean: 1 };
const value = (told: number): PolicyResult['profit'] => {
  const [ipw, snipw, dr, logged] = [0.3, 0.1, 0, -0.2].map((more) => estimate(told + more));
  return {
    status: 'estimated',
    weights,
    ipw: ipw!,
    snipw: snipw!,
    dm: null,
    dr: dr!,
    logged: logged!,
    ahead: estimate(0.2),
  };
};
const refused = { status: 'refused', weights, reason: 'the 9 rows say as much as 2.0 would' } as const;
const report: PolicyReport = {
  strategy: { id: 'three', title: 'Three <offers>' },
  source: 'log.csv',
  models: [],
  history: {
    rowsInFile: 900,
    rows: 800,
    taught: 100,
    people: 800,
    conversions: 90,
    given: [],
    propensities: 'recorded',
  },
  policies: [
    {
      policy: 'arm:a',
      title: 'the policy of the arm a',
      conversion: value(0.1),
      profit: value(2),
      help: null,
      warning: 'odd',
    },
    {
      policy: 'offer:b',
      title: 'everybody gets b',
      conversion: refused,
      profit: refused,
      help: 'more rows',
      warning: null,
    },
  ],
  leads: [{ policy: 'arm:a', than: 'uniform', conversion: estimate(0.05), profit: estimate(-0.5) }],
  sentences: ['First & most.', 'Second.', 'Third.', 'Fourth.', 'Fifth.'],
  notes: ['a note'],
};

it('says what was found first, then the estimates side by side, what was refused and what it does not prove', () => {
  const page = policiesPage({ report, at: Date.UTC(2026, 10, 30) });
  expect(page).toContain('Three &lt;offers&gt;');
  expect(page).toContain('First &amp; most.');
  expect(page).not.toContain('Fifth.');
  expect(page).toContain('as it was');
  expect(page).toMatch(/rather than/i);
  expect(page).toContain('−50.0');
  expect(page).toContain('refused');
  expect(page).toContain('offer:b: the 9 rows say as much as 2.0 would. more rows');
  expect(page).toContain('arm:a: odd');
  expect(page).toContain('is no experiment');
});
