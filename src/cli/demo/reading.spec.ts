import { describe, expect, it } from 'vitest';
import { type SelectorComparison, type StorySelector, SELECTORS, type Story } from '#strata/simulator/story';
import { readingOf } from './reading.js';

const OUTCOME = {
  audience: 1000,
  conversions: 200,
  redeemed: 180,
  incremental: 150,
  cost: 3000,
  profit: 1500,
  roi: 0.5,
};

const BETTER = { ...OUTCOME, roi: 0.7 };

/** A story in which every selector did alike, but for what is told. */
function story(leaveOut: number, changes: Partial<Record<StorySelector, Partial<SelectorComparison>>>): Story {
  const comparison = SELECTORS.map((selector): SelectorComparison => ({
    selector,
    ...OUTCOME,
    roiInterval: [0.3, 0.7],
    truth: OUTCOME,
    ...changes[selector],
  }));
  return { leaveOut, leaveOutCurve: [], comparison };
}

describe('the reading of the table', () => {
  it('says what leaving out saved and gave up', () => {
    const [line] = readingOf(
      story(0.15, { 'two-model': { cost: 2000, incremental: 140, roi: 0.8, profit: 1600, truth: BETTER } }),
    );
    expect(line).toContain('Leaving out the 15 % likeliest natural buyers saves 1,000 and gives up 10 of 150');
    expect(line).toContain('ROI 80 % instead of 50 %');
    expect(line).not.toContain('less profit');
  });

  it('says so where a better ROI comes with less profit', () => {
    const [line] = readingOf(
      story(0.4, { 'two-model': { cost: 1000, incremental: 60, roi: 0.8, profit: 800, truth: BETTER } }),
    );
    expect(line).toContain('at 700 less profit');
  });

  it('says so where the second model does not pay', () => {
    const [line] = readingOf(story(0.1, { 'two-model': { roi: 0.4, cost: 3100, incremental: 155 } }));
    expect(line).toContain('costs 100 and gains 5 of 150');
    expect(line).toContain('the second model does not pay');
  });

  it('says so where the measurement and the truth disagree', () => {
    const [line] = readingOf(story(0.1, { 'two-model': { roi: 0.4, truth: BETTER } }));
    expect(line).toContain('off by chance');
    expect(line).not.toContain('does not pay');
  });

  it('says so where leaving out earned nothing', () => {
    const [line] = readingOf(story(0, {}));
    expect(line).toContain('leaving out sure things earned nothing');
  });

  it('names the selector of the largest profit, a human rule too, and never the oracle', () => {
    const [, line] = readingOf(
      story(0.1, { 'baseline-coupon-affine': { profit: 2000, roi: 0.9 }, oracle: { profit: 4000 } }),
    );
    expect(line).toContain('Most profit: human rule: coupon-affine, 2,000 (50 % of the oracle');
    expect(line).toContain('has a better ROI than two models (90 % and 50 %)');
  });
});
