import { describe, expect, it } from 'vitest';
import {
  normalMixtureBound,
  normalMixtureRho,
  sequentialCriticalValue,
  sequentialPValue,
  sequentialShareInterval,
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
});
