import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { type Mailings, NATURAL, of, openMailings, RESPONSE, STRATEGY } from '../../../test/support/mailings.js';

let mailings: Mailings;
let later: string;
beforeAll(async () => {
  mailings = await openMailings();
  later = await mailings.write('later.csv', { rows: 10_000, seed: 2 });
});
afterAll(() => mailings.close());

describe('a backtest', () => {
  it('takes the same audience in every month, and tells months and segments apart', async () => {
    const { months, segments, selectors } = await mailings.backtest(later, { plan: { share: 0.1 } });
    expect(months.map(({ name }) => name)).toEqual(['2026-03', '2026-04']);
    for (const { strategy, humanRule } of months) expect(strategy.audience).toBeCloseTo(humanRule.audience, 6);
    expect(months[0]!.strategy.audience + months[1]!.strategy.audience).toBeCloseTo(selectors[0]!.audience, 6);
    expect(segments.map(({ name }) => name)).toEqual(['Who needs much']);
    expect(segments[0]!.humanRule.audience).toBeGreaterThan(segments[0]!.strategy.audience);
  });

  it('spends the same budget where one is given', async () => {
    const report = await mailings.backtest(later, { plan: { budget: 3000 } });
    expect(report.plan).toEqual({ by: 'budget', budget: 3000 });
    for (const { selector, cost } of report.selectors) {
      if (selector === 'strategy') continue;
      expect(cost.value / 3000).toBeGreaterThan(0.9);
      expect(cost.value / 3000).toBeLessThan(1.05);
    }
    expect(of(report, 'random').audience).toBeGreaterThan(of(report, 'human rule').audience);
  });
});

describe('a backtest does not pass', () => {
  it('on random rows, whatever the figures', async () => {
    const [natural, response] = [NATURAL, RESPONSE].map((document) => ({
      ...document,
      id: `${document.id}-random`,
      split: { by: 'hash', holdout: 0.2 } as const,
    }));
    for (const document of [natural!, response!]) {
      await mailings.train(document);
    }
    const [offer] = STRATEGY.offers;
    const strategy: Strategy = {
      ...STRATEGY,
      goal: { ...STRATEGY.goal, natural: { model: natural!.id } },
      predictive: { rankBy: { model: response!.id }, onFailure: 'baseline' },
      offers: [{ ...offer!, response: { model: response!.id } }],
    };
    const { verdict, history, notes } = await mailings.backtest(later, { strategy, documents: [natural!, response!] });
    expect(history.outOfTime).toBe(false);
    expect(verdict.outcome).toBe('does not pass');
    expect(verdict.sentences[1]).toContain('random rows flatter a model');
    expect(notes.join()).toContain('this cannot pass');
  });
});

describe('a backtest says that there is not enough data', () => {
  it('where the offers were not given at random, and weighs recorded probabilities where they were', async () => {
    const offered = (need: number) => Math.min(0.8, Math.max(0.2, 0.5 + 0.3 * need));
    const picked = await mailings.write('picked.csv', { rows: 10_000, seed: 6, offered });
    const blind = await mailings.backtest(picked);
    expect(blind.verdict.outcome).toBe('not enough data');
    expect(blind.verdict.sentences[0]).toContain('not given at random');
    const told = await mailings.backtest(picked, { columns: { propensity: 'chance' } });
    expect(told.history.propensities).toBe('recorded');
    expect(told.verdict).toMatchObject({ outcome: 'passes' });
    expect(told.offPolicy![0]!.inside.largest).toBeGreaterThan(3);
  });
});
