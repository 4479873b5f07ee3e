import betaln from '@stdlib/math-base-special-betaln';
import { describe, expect, it } from 'vitest';
import {
  exceedsAtLook,
  normalMixtureBound,
  normalMixtureRho,
  sequentialCriticalValue,
  sequentialPValue,
  sequentialShareInterval,
  sequentialSharesPValue,
} from './index.js';

describe('always-valid bounds', () => {
  // Published with confseq: test/uniform_boundaries_unittest.cpp and the R reference behind it.
  it('of a sum: the best rho and the bound of the two-sided normal mixture', () => {
    expect(normalMixtureRho(100, 0.05)).toBeCloseTo(12.60056, 5);
    expect(normalMixtureBound(100, 0.05, 100)).toBeCloseTo(30.35209, 5);
  });

  it('of a share: 700 of 1,000, tightest at 100', () => {
    const { lower, upper } = sequentialShareInterval(700, 1000, 0.95, { tightestAt: 100 });
    expect([lower, upper]).toEqual([expect.closeTo(0.65163, 5), expect.closeTo(0.74595, 5)]);
  });

  it('of a share of nobody or everybody: the end itself', () => {
    expect(sequentialShareInterval(0, 50, 0.95, { tightestAt: 50 }).lower).toBe(0);
    expect(sequentialShareInterval(50, 50, 0.95, { tightestAt: 50 }).upper).toBe(1);
  });

  it('are tightest where they were asked to be', () => {
    const tightest = sequentialCriticalValue(5000, 0.95, { tightestAt: 5000 });
    for (const other of [500, 2000, 20_000]) {
      expect(sequentialCriticalValue(5000, 0.95, { tightestAt: other })).toBeGreaterThan(tightest);
    }
  });

  it('have a p-value that is the error at which the interval just touches none', () => {
    const z = sequentialCriticalValue(3000, 0.95, { tightestAt: 5000 });
    expect(sequentialPValue(z, 3000, 0.95, { tightestAt: 5000 })).toBeCloseTo(0.05, 12);
    expect(sequentialPValue(0, 3000, 0.95, { tightestAt: 5000 })).toBe(1);
  });

  it('of shares: two groups as the beta-binomial ratio says, however the groups are ordered or joined', () => {
    const peeking = { tightestAt: 1_000 };
    // κ = ρ of the mixture: by hand, B(κ/2 + 60, κ/2 + 40) ÷ B(κ/2, κ/2) × 2^100.
    const weight = normalMixtureRho(1_000, 0.01);
    const logRatio = betaln(weight / 2 + 60, weight / 2 + 40) - betaln(weight / 2, weight / 2) + 100 * Math.log(2);
    expect(sequentialSharesPValue([60, 40], [0.5, 0.5], 0.99, peeking)).toBeCloseTo(
      Math.min(1, Math.exp(-logRatio)),
      9,
    );
    const three = sequentialSharesPValue([400, 350, 250], [2, 1, 1], 0.99, peeking);
    expect(sequentialSharesPValue([250, 400, 350], [0.25, 0.5, 0.25], 0.99, peeking)).toBeCloseTo(three, 9);
    expect(sequentialSharesPValue([500, 250, 250], [2, 1, 1], 0.99, peeking)).toBe(1);
    expect(sequentialSharesPValue([4_072, 2_035], [0.8, 0.2], 0.99, peeking)).toBeLessThan(1e-50);
  });

  it('of a window: more than the limit for certain, less easily the more often it was looked', () => {
    const level = 0.95;
    expect(exceedsAtLook(10, 100, 0.1, { look: 1, level })).toBe(false);
    // 25 decisions at 3 times the limit: 25 × KL(0.32 ‖ 0.1) = 4.5 > log(2 ÷ 0.05) = 3.7, and less than log(12 ÷ 0.05) = 5.5.
    expect(exceedsAtLook(8, 25, 0.1, { look: 1, level })).toBe(true);
    expect(exceedsAtLook(8, 25, 0.1, { look: 3, level })).toBe(false);
    expect(exceedsAtLook(1, 100, 0, { look: 9, level })).toBe(true);
    expect(exceedsAtLook(100, 100, 1, { look: 1, level })).toBe(false);
  });
});
