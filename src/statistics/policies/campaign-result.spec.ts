import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignResult } from './campaign-result.js';
import { shareDifference, shareInterval } from '../index.js';

const treated = { users: 1000, conversions: 120, value: 12_000, valueSquares: 1_300_000 };
const holdout = { users: 500, conversions: 20, value: 2000, valueSquares: 210_000 };
const money = { redeemed: 100, contactCost: 0.05, faceValue: 20, margin: 0.3 };

describe('the result of a campaign', () => {
  it('counts as rules.md defines: cost, increment, profit, return', () => {
    const result = campaignResult({ treated, holdout, ...money });
    expect(result).toMatchObject({ basis: 'incremental', audience: 1000, conversions: 120, redeemed: 100 });
    expect(result.cost).toBe(1000 * 0.05 + 100 * 20);
    expect(result.incremental?.value).toBeCloseTo(120 - (20 / 500) * 1000, 10);
    expect(result.incrementalValue?.value).toBeCloseTo(12_000 - (2000 / 500) * 1000, 10);
    expect(result.profit.value).toBeCloseTo(0.3 * 8000 - 2050, 10);
    expect(result.roi?.value).toBeCloseTo((0.3 * 8000 - 2050) / 2050, 10);
  });

  it('carries the interval of the difference of means through to the return', () => {
    const { incrementalValue, roi } = campaignResult({ treated, holdout, ...money });
    const variance = (1300 - 144) / 999 + (420 - 16) / 499;
    expect(incrementalValue?.upper).toBeCloseTo(8000 + 1.959963984540054 * 1000 * Math.sqrt(variance), 6);
    expect(roi?.lower).toBeCloseTo((0.3 * (incrementalValue?.lower ?? 0) - 2050) / 2050, 10);
  });

  it('is gross, and says so, without a hold-out', () => {
    for (const nobody of [null, { users: 0, conversions: 0, value: 0 }]) {
      const result = campaignResult({ treated, holdout: nobody, ...money });
      expect(result).toMatchObject({ basis: 'gross', incremental: null, incrementalValue: null });
      expect(result.profit.value).toBeCloseTo(0.3 * 12_000 - 2050, 10);
    }
  });

  it('has no return where it cost nothing, and no interval of money without the spread of values', () => {
    const free = campaignResult({ treated, holdout, ...money, redeemed: 0, contactCost: 0 });
    expect(free.roi).toBeNull();
    const coarse = campaignResult({ treated: { users: 10, conversions: 1, value: 5 }, holdout, ...money });
    expect(coarse.profit.lower).toBeNaN();
    expect(coarse.incremental?.lower).toBeLessThan(coarse.incremental?.upper ?? 0);
  });
});

describe('intervals of shares', () => {
  it("agree with Wilson's and Newcombe's published figures", () => {
    // Newcombe, Statistics in Medicine 17 (1998): 81/263 in table I of part one; 56/70 against 48/80 in part two.
    const share = shareInterval(81, 263);
    expect(share.lower).toBeCloseTo(0.2553, 4);
    expect(share.upper).toBeCloseTo(0.3662, 4);
    const difference = shareDifference(shareInterval(56, 70), shareInterval(48, 80));
    expect(difference.lower).toBeCloseTo(0.0524, 4);
    expect(difference.upper).toBeCloseTo(0.3339, 4);
  });

  it('stay within 0 and 1 and hold their value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (trials, hits) => {
        const { value, lower, upper } = shareInterval(Math.min(hits, trials), trials);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(value + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    );
  });

  it('end where the range does when nobody or everybody did, of however many', () => {
    for (let trials = 1; trials <= 500; trials++) {
      expect(shareInterval(0, trials).lower).toBe(0);
      expect(shareInterval(trials, trials).upper).toBe(1);
    }
  });
});
