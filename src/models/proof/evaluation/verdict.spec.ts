import { describe, expect, it } from 'vitest';
import { type ChampionComparison } from './champion.js';
import { leakageCheck } from './leakage-check.js';
import { type BinaryMetrics, valueMetrics } from '../../training/holdout/metrics.js';
import { type Rival } from './rivals.js';
import { verdictOf } from './verdict.js';

const estimate = (value: number, reach: number) => ({ value, lower: value - reach, upper: value + reach, level: 0.95 });

function metrics(more: Partial<BinaryMetrics> = {}): BinaryMetrics {
  return {
    rows: 1000,
    positives: 100,
    auc: estimate(0.7, 0.05),
    logLoss: 0.3,
    brier: 0.1,
    calibrationError: 0.01,
    perfectCalibrationError: 0.02,
    calibration: [],
    ...more,
  };
}

function human(ahead: number): readonly Rival[] {
  return [
    {
      selector: 'human rule',
      title: 'By hand',
      auc: estimate(0.6, 0.05),
      modelAhead: estimate(ahead, 0.03),
      coverage20: 0,
    },
  ];
}

function champion(result: ChampionComparison['result']): ChampionComparison {
  return { version: 2, plugin: 'constant', rows: 500, measures: [], result };
}

const alone = { rivals: null, champion: null, leakage: null };
const resultsOf = (verdict: ReturnType<typeof verdictOf>) =>
  verdict.checks.map(({ check, result }) => `${check}: ${result}`);

describe('the verdict of stage 1', () => {
  it('passes what is better than chance, than the human rule and than the champion', () => {
    const verdict = verdictOf({ ...alone, metrics: metrics(), rivals: human(0.1), champion: champion('ahead') });
    expect(verdict.passed).toBe(true);
    expect(verdict.headline).toBe('It passes: better than chance, ahead of the human rule, ahead of the champion.');
  });

  it('passes a draw with a warning', () => {
    const verdict = verdictOf({ ...alone, metrics: metrics(), rivals: human(0.01), champion: champion('draw') });
    expect(verdict.passed).toBe(true);
    expect(resultsOf(verdict)).toEqual([
      'better than chance: passed',
      'human rule: warned',
      'champion: warned',
      'calibration: passed',
    ]);
  });

  it('fails what may be chance, what is behind, and probabilities that do not hold', () => {
    expect(verdictOf({ metrics: metrics({ auc: estimate(0.54, 0.05) }), ...alone }).headline).toBe(
      'It does not pass: it cannot be told from chance.',
    );
    expect(
      verdictOf({ ...alone, metrics: metrics(), rivals: human(-0.1), champion: champion('behind') }).headline,
    ).toBe('It does not pass: the human rule is better; the champion is better.');
    expect(verdictOf({ metrics: metrics({ calibrationError: 0.05 }), ...alone }).passed).toBe(false);
  });

  it('only warns of a calibration error that is proven but too small to matter', () => {
    const verdict = verdictOf({
      metrics: metrics({ calibrationError: 0.015, perfectCalibrationError: 0.01 }),
      ...alone,
    });
    expect(verdict).toMatchObject({ passed: true });
    expect(resultsOf(verdict)).toContain('calibration: warned');
  });

  it('asks of values how much of the differences they explain', () => {
    const actual = Float64Array.from({ length: 500 }, (_, row) => row % 50);
    const near = actual.map((value, row) => value + (row % 7) - 3);
    const judged = verdictOf({ metrics: valueMetrics(near, actual), ...alone });
    expect(judged).toMatchObject({ passed: true });
    expect(judged.checks[0]?.words).toMatch(/^it explains 98 % of the differences between people \[98 % to 98 %\]$/);
    const mean = actual.map(() => 24.5);
    expect(verdictOf({ metrics: valueMetrics(mean, actual), ...alone }).passed).toBe(false);
  });
});

describe('a model that is surely worse than chance', () => {
  it('ranks the wrong way round, which is more than not to be told from chance', () => {
    const turned = verdictOf({ ...alone, metrics: metrics({ auc: estimate(0.3, 0.05) }) });
    expect(turned.headline).toBe('It does not pass: it ranks the wrong way round.');
    expect(turned.checks[0]?.words).toContain('the wrong way round');
    const unsure = verdictOf({ ...alone, metrics: metrics({ auc: estimate(0.48, 0.05) }) });
    expect(unsure.headline).toBe('It does not pass: it cannot be told from chance.');
  });

  it('is worse than the mean, if it predicts values', () => {
    const actual = Float64Array.from({ length: 400 }, (_, row) => row % 20);
    const turned = verdictOf({
      ...alone,
      metrics: valueMetrics(
        actual.map((value) => 19 - value),
        actual,
      ),
    });
    expect(turned.headline).toBe('It does not pass: it is worse than always saying the mean.');
  });
});

describe('a suspicion of leakage', () => {
  const suspects = [
    {
      feature: 'duration',
      signs: [{ kind: 'predicts alone' as const, value: 0.97, limit: 0.95, words: 'an AUC of 0.970' }],
    },
  ];
  const weak = [
    {
      feature: 'last_mail',
      signs: [{ kind: 'holds the latest' as const, value: 0.7, limit: 0.6, words: 'the latest' }],
    },
  ];

  it('fails a model that is good in all else, and is named before all else', () => {
    const verdict = verdictOf({ ...alone, metrics: metrics(), leakage: leakageCheck(suspects, {}) });
    expect(verdict.passed).toBe(false);
    expect(verdict.headline).toBe('It does not pass: "duration" may be known only after the outcome.');
    expect(verdict.checks[0]).toMatchObject({ check: 'leakage', result: 'failed' });
  });

  it('passes with the reason that the document gives, and is named all the same', () => {
    const leakage = leakageCheck(suspects, { knownBeforehand: { duration: 'it is planned before the call' } });
    const verdict = verdictOf({ ...alone, metrics: metrics(), leakage });
    expect(verdict.passed).toBe(true);
    expect(verdict.headline).toBe('It passes, but look at "duration" first: better than chance.');
    expect(verdict.checks[0]?.words).toContain('it is planned before the call');
  });

  it('warns of a weak sign', () => {
    const verdict = verdictOf({ ...alone, metrics: metrics(), leakage: leakageCheck(weak, {}) });
    expect(verdict.passed).toBe(true);
    expect(verdict.headline).toContain('"last_mail"');
  });

  it('is nothing where nothing is suspected', () => {
    expect(leakageCheck([], {})).toBeNull();
  });
});
