import { describe, expect, it } from 'vitest';
import { brierScore, logLoss, meanAbsoluteError, rootMeanSquaredError } from './scoring-rules.js';
import { calibrationTable, expectedCalibrationError, perfectCalibrationError } from './calibration.js';
import { quantile, quantiles } from '../index.js';

describe('scoring rules', () => {
  it('judge probabilities', () => {
    expect(logLoss([0.9, 0.2], [1, 0])).toBeCloseTo((-Math.log(0.9) - Math.log(0.8)) / 2, 12);
    expect(logLoss([0], [1])).toBeCloseTo(34.539, 3);
    expect(logLoss([1], [1])).toBe(0);
    expect(brierScore([0.9, 0.2], [1, 0])).toBeCloseTo((0.01 + 0.04) / 2, 12);
  });

  it('judge values', () => {
    expect(rootMeanSquaredError([1, 3], [1, 1])).toBeCloseTo(Math.SQRT2, 12);
    expect(meanAbsoluteError([1, 3], [1, 1])).toBe(1);
  });
});

describe('quantiles', () => {
  it('interpolate as R does by default', () => {
    expect(quantiles([4, 1, 3, 2], [0, 0.25, 0.5, 1])).toEqual([1, 1.75, 2.5, 4]);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('the calibration table', () => {
  it('compares promise and outcome in bins of equally many rows', () => {
    const table = calibrationTable([0.8, 0.1, 0.2, 0.9], [1, 0, 0, 1], 2);
    expect(table).toMatchObject([
      { rows: 2, from: 0.1, to: 0.2, observed: 0 },
      { rows: 2, from: 0.8, to: 0.9, observed: 1 },
    ]);
    expect(table.map(({ predicted }) => predicted.toFixed(12))).toEqual(['0.150000000000', '0.850000000000']);
    expect(expectedCalibrationError(table)).toBeCloseTo(0.15, 12);
  });

  it('has no more bins than rows', () => {
    expect(calibrationTable([0.5], [1])).toHaveLength(1);
    expect(calibrationTable([], [])).toEqual([]);
  });

  it('tells a calibrated model from an overconfident one', () => {
    const uniform = seeded(7);
    const probabilities = Array.from({ length: 4000 }, uniform);
    const labels = probabilities.map((probability) => Number(uniform() < probability));
    const overconfident = probabilities.map((probability) => (probability > 0.5 ? 0.95 : 0.05));
    const bar = perfectCalibrationError(probabilities, uniform);
    expect(bar).toBeLessThan(0.03);
    expect(expectedCalibrationError(calibrationTable(probabilities, labels))).toBeLessThan(bar);
    expect(expectedCalibrationError(calibrationTable(overconfident, labels))).toBeGreaterThan(bar);
  });

  it('simulates the same bar from the same seed', () => {
    const probabilities = [0.1, 0.5, 0.9];
    const bar = () => perfectCalibrationError(probabilities, seeded(1));
    expect(bar()).toBe(bar());
  });
});

/** Numbers on [0, 1) from a linear congruential generator (Numerical Recipes): this folder imports nothing of ours. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
