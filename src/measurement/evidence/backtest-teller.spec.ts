import { describe, expect, it } from 'vitest';
import { comparedVerdict, type ComparedGrounds } from '../backtest/index.js';
import { backtestTeller } from './backtest-teller.js';

const estimate = (value: number, reach: number) => ({ value, lower: value - reach, upper: value + reach, level: 0.95 });

const ahead = (value: number) => ({ profit: estimate(value, 50) });

/** @param lead of the strategy: over the human rule, and over chance */
function grounds(lead: readonly [number, number], change: Partial<ComparedGrounds> = {}): ComparedGrounds {
  const profit = estimate(900, 100);
  return {
    selectors: [
      { selector: 'strategy', audience: 1200.4, profit, strategyAhead: null },
      { selector: 'human rule', audience: 1200, profit, strategyAhead: ahead(lead[0]) },
      { selector: 'random', audience: 1200, profit, strategyAhead: ahead(lead[1]) },
    ],
    basis: 'incremental',
    plan: { by: 'audience', audience: 1200, share: 0.2 },
    outOfTime: true,
    hasTime: true,
    ...change,
  };
}

const losing = grounds([100, 100]).selectors.map((one) => ({ ...one, profit: estimate(-500, 100) }));
const response = {
  selector: 'response model',
  audience: 1200,
  profit: estimate(0, 1),
  strategyAhead: ahead(-100),
} as const;

const CASES: Readonly<Record<string, readonly [ComparedGrounds, string]>> = {
  passes: [grounds([100, 100]), 'The next proof is an experiment on real people.'],
  'passes without a control': [grounds([100, 100], { basis: 'gross' }), 'so these figures are gross'],
  'is behind the human rule': [grounds([-100, 100]), 'Keep the human rule.'],
  'is no better': [grounds([0, 100], { plan: { by: 'budget', budget: 5000 } }), 'The human rule does as well'],
  'is behind chance': [grounds([100, -100]), 'A random choice earns more'],
  'is a draw with chance': [grounds([100, 0]), 'Beside a random choice'],
  'is behind the response model': [
    grounds([100, 100], { selectors: [...grounds([100, 100]).selectors, response] }),
    'The response model alone earns more',
  ],
  'loses money': [grounds([100, 100], { selectors: losing }), 'It still loses money'],
  'learned from random rows': [grounds([100, 100], { outOfTime: false }), 'random rows flatter a model: train'],
  'knows no time': [grounds([100, 100], { outOfTime: false, hasTime: false }), 'only a later period can pass'],
};

describe.each(Object.entries(CASES))('a backtest of a strategy that %s', (_, [made, says]) => {
  const { outOfTime, hasTime, ...compared } = made;
  const verdict = comparedVerdict(made);
  const report = { ...compared, history: { outOfTime, period: hasTime ? { column: 'sentAt' } : null }, verdict };
  const stored = JSON.parse(JSON.stringify(report)) as Readonly<Record<string, unknown>>;
  const told = (language: 'en' | 'zh') =>
    backtestTeller.tell(stored, { language, facts: {}, document: null, version: {} as never });

  it('is in English what it was when it was made', () => {
    expect(verdict?.sentences[1]).toContain(says);
    expect(told('en')).toEqual(stored);
  });

  it('is told in Chinese', () => {
    const { verdict: again } = told('zh') as { verdict: { outcome: string; sentences: readonly string[] } };
    expect(again.outcome).toBe(verdict?.outcome);
    expect(again.sentences.join('').replace('"split": {"by": "time"}', '')).not.toMatch(/[A-Za-z]/);
  });
});

it('stays as it is where an old report lacks the figures', () => {
  const stored = { verdict: { outcome: 'passes', sentences: ['It passes.', 'Go on.'] } };
  const telling = { language: 'zh', facts: {}, document: null, version: {} as never } as const;
  expect(backtestTeller.tell(stored, telling)).toEqual(stored);
});
