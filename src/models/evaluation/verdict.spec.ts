import { describe, expect, it } from 'vitest';
import { type ChampionComparison } from './champion.js';
import { type BinaryMetrics, valueMetrics } from './metrics.js';
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

const alone = { rivals: null, champion: null };
const resultsOf = (verdict: ReturnType<typeof verdictOf>) =>
  verdict.checks.map(({ check, result }) => `${check}: ${result}`);

describe('the verdict of stage 1', () => {
  it('passes what is better than chance, than the human rule and than the champion', () => {
    const verdict = verdictOf({ metrics: metrics(), rivals: human(0.1), champion: champion('ahead') });
    expect(verdict.passed).toBe(true);
    expect(verdict.headline).toBe('It passes: better than chance, ahead of the human rule, ahead of the champion.');
  });

  it('passes a draw with a warning', () => {
    const verdict = verdictOf({ metrics: metrics(), rivals: human(0.01), champion: champion('draw') });
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
    expect(verdictOf({ metrics: metrics(), rivals: human(-0.1), champion: champion('behind') }).headline).toBe(
      'It does not pass: the human rule is better; the champion is better.',
    );
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
