import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFairness } from './fairness.js';

const readings = (groups: Parameters<typeof groupFairness>[0]) =>
  Object.fromEntries(groupFairness(groups).map(({ group, fourFifths }) => [group, fourFifths]));

describe('the four-fifths rule', () => {
  it('compares each group with the one that is selected most', () => {
    expect(
      readings([
        { group: 'a', people: 1000, selected: 300 },
        { group: 'b', people: 1000, selected: 260 },
        { group: 'c', people: 1000, selected: 150 },
      ]),
    ).toEqual({ a: 'reference', b: 'fine', c: 'below' });
  });

  it('says so where chance may explain the difference', () => {
    const [, small] = groupFairness([
      { group: 'a', people: 1000, selected: 300 },
      { group: 'b', people: 60, selected: 13 },
    ]);
    expect(small!.fourFifths).toBe('may be chance');
    expect(small!.ratio!.value).toBeCloseTo(13 / 60 / 0.3, 12);
    expect(small!.ratio!.lower).toBeLessThan(0.5);
    expect(small!.ratio!.upper).toBeGreaterThan(1);
  });

  it('says nothing about groups that are too small, nor measures others by them', () => {
    expect(
      readings([
        { group: 'tiny', people: 4, selected: 4 },
        { group: 'large', people: 900, selected: 90 },
        { group: 'rarely', people: 200, selected: 0 },
        { group: 'other', people: 900, selected: 85 },
      ]),
    ).toEqual({ tiny: 'too few', large: 'reference', rarely: 'below', other: 'fine' });
    expect(readings([{ group: 'tiny', people: 4, selected: 1 }])).toEqual({ tiny: 'too few' });
  });

  it('knows nothing below where nobody or everybody is selected', () => {
    for (const selected of [0, 500]) {
      expect(Object.values(readings(['a', 'b'].map((group) => ({ group, people: 500, selected }))))).not.toContain(
        'below',
      );
    }
  });

  it('gives ratios inside of their intervals, and rates inside of Wilson’s', () => {
    const group = fc
      .record({ people: fc.integer({ min: 1, max: 5000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ people, share }) => ({ people, selected: Math.round(people * share) }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 6 }), (sizes) => {
        for (const { rate, ratio } of groupFairness(sizes.map((size, index) => ({ ...size, group: `${index}` })))) {
          expect(rate.lower).toBeLessThanOrEqual(rate.value + 1e-12);
          expect(rate.upper).toBeGreaterThanOrEqual(rate.value - 1e-12);
          if (ratio === null) continue;
          expect(ratio.lower).toBeGreaterThan(0);
          expect(ratio.lower).toBeLessThanOrEqual(ratio.upper);
          expect(ratio.upper).toBeGreaterThanOrEqual(ratio.value);
          expect(ratio.value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
