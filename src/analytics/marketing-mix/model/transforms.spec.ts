import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adstockWeights, carryOver } from './adstock.js';
import { hill } from './saturation.js';

describe('carry-over', () => {
  // Three media over five weeks, as in the tests of Google's Meridian.
  test.each([
    [0.1, [0.12, 0.34, 0.91, 0.45, 0.78], 0.751],
    [0.5, [0.55, 0.71, 0.08, 0.82, 0.29], 0.435],
    [0.9, [0.89, 0.23, 0.67, 0.11, 0.95], 0.572],
  ])('with a retention of %d is as published', (retention, spend, expected) => {
    const weights = adstockWeights({ form: 'geometric', retention }, 5);
    const carried = carryOver(Float64Array.from(spend), weights, new Float64Array(5));
    expect(carried[4]).toBeCloseTo(expected, 3);
  });

  test('by a Weibull survival halves slowly first, and by its density peaks later', () => {
    const survival = adstockWeights({ form: 'weibull-cdf', shape: 2, scale: 4 }, 13);
    const density = adstockWeights({ form: 'weibull-pdf', shape: 2, scale: 4 }, 13);
    expect(survival[1]! / survival[0]!).toBeCloseTo(Math.exp(-1 / 16), 12);
    expect(density.indexOf(Math.max(...density))).toBe(2);
  });

  const adstock = fc.oneof(
    fc.record({ form: fc.constant('geometric' as const), retention: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
    fc.record({
      form: fc.constantFrom('weibull-cdf' as const, 'weibull-pdf' as const),
      shape: fc.double({ min: 0.05, max: 20, noNaN: true }),
      scale: fc.double({ min: 0.01, max: 50, noNaN: true }),
    }),
  );

  test('moves spend and makes none', () => {
    fc.assert(
      fc.property(adstock, fc.integer({ min: 1, max: 20 }), (form, lags) => {
        const weights = adstockWeights(form, lags);
        expect(weights.every((weight) => weight >= 0)).toBe(true);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('of the same spend every week is that spend', () => {
    fc.assert(
      fc.property(adstock, (form) => {
        const spend = new Float64Array(40).fill(7);
        expect(carryOver(spend, adstockWeights(form, 13), new Float64Array(40))[39]).toBeCloseTo(7, 9);
      }),
    );
  });
});

describe('saturation', () => {
  test('with slope and halfway 1 is x / (1 + x)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (x) => {
        expect(hill(x, { halfway: 1, slope: 1 })).toBeCloseTo(x / (1 + x), 12);
      }),
    );
  });

  test('is half at halfway, and nothing without spend', () => {
    expect(hill(30, { halfway: 30, slope: 2.5 })).toBe(0.5);
    expect(hill(0, { halfway: 30, slope: 2.5 })).toBe(0);
  });
});
