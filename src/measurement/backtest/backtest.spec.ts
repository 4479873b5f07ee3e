import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelFairness } from '../../models/proof/fairness/model-fairness.js';
import { recordBacktest } from './record.js';
import { type BacktestReport } from './report.js';
import { HEADER, type Mailings, of, openMailings, RESPONSE, STRATEGY } from '../../../test/support/mailings.js';

// What months, budgets, hashes and recorded probabilities do to a backtest is in backtest.slow.spec.ts.
const CATALOGUE = {
  gender: { type: 'string', from: { profile: 'gender' }, words: 'gender', sensitive: true },
} as const;

let mailings: Mailings;
let later: string;
let short: string;
/** The strategy on later rows, where its models earn more. */
let passing: BacktestReport;
beforeAll(async () => {
  mailings = await openMailings();
  later = await mailings.write('later.csv', { rows: 10_000, seed: 2 });
  short = await mailings.write('short.csv', { rows: 1500, seed: 4 });
  passing = await mailings.backtest(later, { by: 'gender', catalogue: CATALOGUE });
});
afterAll(() => mailings.close());

describe('a backtest', () => {
  it('passes where the models earn more than the human rule, after all that they learned from', () => {
    const report = passing;
    expect(report.verdict.outcome).toBe('passes');
    expect(report.basis).toBe('incremental');
    expect(report.history).toMatchObject({ outOfTime: true, propensities: 'shares', period: { column: 'at' } });
    expect(report.models.map(({ model, learnedBefore }) => [model, learnedBefore])).toEqual([
      ['natural', '2026-03-10T00:00:00.000Z'],
      ['response', '2026-03-10T00:00:00.000Z'],
    ]);
    expect(report.history.period!.from).toBe('2026-03-10T00:00:00.000Z');
    expect(report.selectors.map(({ selector }) => selector)).toEqual([
      'strategy',
      'human rule',
      'random',
      'response model',
      'two-model method',
    ]);
    const [strategy] = report.selectors;
    for (const { audience } of report.selectors) expect(audience).toBeCloseTo(strategy!.audience, 6);
    expect(of(report, 'human rule').strategyAhead!.profit.lower).toBeGreaterThan(0);
    expect(report.verdict.sentences[0]).toContain('earns more than the human rule');
  });

  it('counts money as rules.md defines it', () => {
    const report = passing;
    for (const { audience, conversions, incremental, cost, profit, roi } of report.selectors) {
      expect(cost.value).toBeGreaterThan(audience * 0.05);
      expect(cost.value).toBeLessThanOrEqual(audience * 0.05 + conversions.value * 20);
      expect(incremental!.value).toBeLessThan(conversions.value);
      expect(roi!.value).toBeCloseTo(profit.value / cost.value, 10);
    }
  });

  it('chooses the share to leave out on other rows than those that judge it', () => {
    const { sweep, history } = passing;
    expect(sweep).toMatchObject({ model: 'natural', validatedOn: expect.stringContaining('earlier rows') as string });
    expect(history.validation).toBeGreaterThan(2000);
    expect(sweep!.validation.map(({ leftOut }) => leftOut)).toEqual(sweep!.test.map(({ leftOut }) => leftOut));
    const best = sweep!.validation.find(({ leftOut }) => leftOut === sweep!.chosen)!;
    expect(Math.max(...sweep!.validation.map(({ profit }) => profit.value))).toBe(best.profit.value);
    expect(sweep!.test[0]).toMatchObject({ leftOut: 0, threshold: null, gain: { value: 0 } });
    const thresholds = sweep!.test.slice(1).map(({ threshold }) => threshold!);
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => b - a));
  });

  it('judges the file of the training on the rows that were held out', async () => {
    const { history, sweep } = await mailings.backtest(mailings.history, { replicates: 20 });
    expect(history.period!.from >= '2026-03-10').toBe(true);
    expect(sweep!.validatedOn).toContain('the earlier half of the campaigns');
    expect(history.test + history.validation).toBeLessThan(4500);
  });

  it('counts in several ways that agree', () => {
    const { offPolicy } = passing;
    for (const { value } of offPolicy!) {
      if (value.status === 'refused') throw new Error(value.reason);
      expect(value.weights.mean).toBeCloseTo(1, 1);
      for (const other of [value.ipw, value.dr!]) {
        expect(other.value).toBeGreaterThan(value.snipw.lower);
        expect(other.value).toBeLessThan(value.snipw.upper);
      }
    }
  });

  it('is the same for the same seed', async () => {
    const few = { seed: 4, replicates: 20 };
    expect(await mailings.backtest(short, few)).toEqual(await mailings.backtest(short, few));
  });
});

describe('a backtest does not pass', () => {
  it('where the models have nothing to find', async () => {
    const dull = await mailings.write('dull.csv', { rows: 6000, seed: 5, effect: 0 });
    const { verdict } = await mailings.backtest(dull, { replicates: 40 });
    expect(verdict.outcome).toBe('does not pass');
  });
});

describe('a backtest says that there is not enough data', () => {
  it('where nobody was left without an offer, so that natural buyers are not known', async () => {
    const everybody = await mailings.write('everybody.csv', { rows: 6000, seed: 7, offered: () => 1 });
    const report = await mailings.backtest(everybody, { replicates: 20 });
    expect(report).toMatchObject({ basis: 'gross', offPolicy: null, sweep: null });
    expect(report.selectors.every(({ incremental }) => incremental === null)).toBe(true);
    expect(report.verdict.outcome).toBe('not enough data');
    expect(report.verdict.sentences[1]).toContain('keep a hold-out');
  });

  it('where few rows speak about the audience', async () => {
    const few = await mailings.write('few.csv', { rows: 900, seed: 8 });
    const { verdict } = await mailings.backtest(few, { plan: { people: 20 }, replicates: 20 });
    expect(verdict.outcome).toBe('not enough data');
    expect(verdict.sentences[0]).toContain('at least 100 are needed');
  });

  it('where the human rule cannot be replayed', async () => {
    const baseline = { ...STRATEGY.baseline, rankBy: { fact: 'visits', order: 'desc' } as const };
    const { verdict, selectors } = await mailings.backtest(short, {
      strategy: { ...STRATEGY, baseline },
      replicates: 20,
    });
    expect(selectors.map(({ selector }) => selector)).not.toContain('human rule');
    expect(verdict.outcome).toBe('not enough data');
  });
});

describe('a backtest refuses', () => {
  it('a strategy without a model', async () => {
    const [offer] = STRATEGY.offers;
    const goal = { ...STRATEGY.goal, natural: { rate: 0.05 } };
    const rules = { id: 'rules', title: 'Rules', segment: 'dormant', baseline: STRATEGY.baseline, goal };
    const strategy = { ...rules, offers: [{ ...offer!, response: { rate: 0.1 } }] };
    await expect(mailings.backtest(later, { strategy })).rejects.toMatchObject({ code: 'BAD_USAGE' });
  });

  it('a version of a model that the strategy does not use', async () => {
    await expect(mailings.backtest(later, { versions: new Map([['naturel', 1]]) })).rejects.toMatchObject({
      code: 'BAD_USAGE',
      problems: [{ nearest: 'natural' }],
    });
  });

  it('a history that ended before the training did', async () => {
    await expect(
      mailings.backtest(short, { columns: { where: { fact: 'at', operator: 'lessThan', value: '2026-03-01' } } }),
    ).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
  });

  it('columns that are not there, with the nearest name', async () => {
    await expect(mailings.backtest(short, { by: 'gendr' })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ nearest: 'gender' }],
    });
    const bare = await mailings.write('bare.csv', { rows: 500, seed: 9 }, HEADER.replace('order_placed', 'bought'));
    await expect(mailings.backtest(bare)).rejects.toMatchObject({ code: 'BAD_COLUMN' });
    await expect(mailings.backtest(short, { columns: { propensity: 'need' } })).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ expected: expect.stringContaining('above 0') as string }],
    });
  });
});

describe('the evidence of a backtest', () => {
  it('is kept for every version that the strategy used, and not at all where the history could not tell', async () => {
    const versions = await recordBacktest(mailings.registry, passing, 'ann');
    expect(versions.map(({ modelId, evidence }) => [modelId, evidence[0]])).toMatchObject([
      ['natural', { stage: 'backtested', passed: true, by: 'ann' }],
      ['response', { stage: 'backtested', passed: true, by: 'ann' }],
    ]);
    const unsaid = { ...passing, verdict: { ...passing.verdict, outcome: 'not enough data' as const } };
    expect(await recordBacktest(mailings.registry, unsaid, 'ann')).toEqual([]);
  });

  it('tells the selection by group', () => {
    const { fairness } = passing;
    expect(fairness).toMatchObject({ by: 'gender', benefit: 'measured', column: { sensitive: true, feature: false } });
    expect(fairness!.groups.map(({ group }) => group).toSorted()).toEqual(['f', 'm', 'not known']);
    for (const { fourFifths, calibration, benefit } of fairness!.groups) {
      expect(['reference', 'fine']).toContain(fourFifths);
      expect(calibration!.happened.value).toBeCloseTo(calibration!.promised, 1);
      expect(benefit!.value).toBeGreaterThan(0);
    }
  });
});

describe('the fairness of a model alone', () => {
  it('judges who scores high enough, on rows that it was not trained on', async () => {
    const { host, registry } = mailings;
    const request = { document: RESPONSE, source: { kind: 'file', file: mailings.history } as const, host, registry };
    const { report, rows } = await modelFairness({ ...request, by: 'gender', selection: { share: 0.25 } });
    expect(rows).toBeLessThan(2000);
    const selected = report.groups.reduce((sum, group) => sum + group.selected, 0);
    expect(selected).toBe(Math.round(0.25 * rows));
    expect(report).toMatchObject({ benefit: null, column: { sensitive: false, feature: false } });
    const everybody = await modelFairness({ ...request, by: 'need', selection: { threshold: 0 } });
    expect(everybody.report.column.feature).toBe(true);
    for (const { rate } of everybody.report.groups) expect(rate.value).toBe(1);
  });
});
