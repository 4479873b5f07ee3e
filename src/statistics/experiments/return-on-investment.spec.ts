import { describe, expect, it } from 'vitest';
import { momentsOf, returnOnInvestment } from './index.js';

describe('returnOnInvestment', () => {
  const treated = momentsOf([
    [0, 100, 0, 60, 0, 80],
    [1, 11, 1, 1, 1, 11],
  ]);
  const control = momentsOf([[0, 60, 0, 0, 0, 0]]);

  it('is what the treated spent beyond the others, by the margin, less its cost, by its cost', () => {
    const roi = returnOnInvestment(treated, control, { margin: 0.3, level: 0.95 });
    expect(roi?.value).toBeCloseTo((0.3 * (240 - 60) - 26) / 26, 12);
    expect(roi?.lower).toBeLessThan(roi?.value ?? -Infinity);
  });

  it('is wider where it may be looked at, and nothing without a cost or people', () => {
    const width = (peeking?: { tightestAt: number }) => {
      const roi = returnOnInvestment(treated, control, { margin: 0.3, level: 0.95, ...(peeking && { peeking }) });
      return (roi?.upper ?? 0) - (roi?.lower ?? 0);
    };
    expect(width({ tightestAt: 12 })).toBeGreaterThan(width());
    const free = momentsOf([[1, 2], [0, 0]]); // prettier-ignore
    expect(returnOnInvestment(free, control, { margin: 0.3, level: 0.95 })).toBeNull();
    expect(returnOnInvestment(momentsOf([[1], [1]]), control, { margin: 0.3, level: 0.95 })).toBeNull();
  });
});
