import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, holm, sampleRatio } from './index.js';

describe('sample ratio', () => {
  it('of 4,072 and 2,035 is not the planned 80 to 20', () => {
    const { chiSquare, pValue, mismatch } = sampleRatio([4072, 2035], [80, 20]);
    expect(chiSquare).toBeCloseTo(677.44, 2);
    expect(pValue).toBeLessThan(1e-100);
    expect(mismatch).toBe(true);
  });

  it('leaves out arms that were not planned, and knows nothing of nobody', () => {
    expect(sampleRatio([501, 499, 7], [1, 1, 0]).mismatch).toBe(false);
    expect(sampleRatio([0, 0], [1, 1])).toEqual({ chiSquare: 0, pValue: 1, mismatch: false });
  });
});

// R: p.adjust(c(.01, .04, .03, .005), "holm") and "BH".
describe('several comparisons', () => {
  it('are adjusted as p.adjust does', () => {
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12) as number);
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual(close([0.03, 0.06, 0.06, 0.02]));
    expect(benjaminiHochberg([0.01, 0.04, 0.03, 0.005])).toEqual(close([0.02, 0.04, 0.04, 0.02]));
  });

  it('stay as they are where there is one, and are none where there are none', () => {
    expect([holm([0.2]), benjaminiHochberg([0.2]), holm([]), benjaminiHochberg([])]).toEqual([[0.2], [0.2], [], []]);
  });
});
