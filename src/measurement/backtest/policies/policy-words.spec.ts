import { describe, expect, it } from 'vitest';
import { policyWeights } from '#strata/statistics/policies';
import { helpFor, leadSentence, weightWarning } from './policy-words.js';

describe('what is said of weights', () => {
  it('nothing where they average 1, or differ from it by chance', () => {
    expect(weightWarning(policyWeights([0, 2, 0, 2, 0, 2]))).toBeNull();
    expect(weightWarning(policyWeights([0, 2, 0, 0, 0, 2]))).toBeNull();
  });

  it('that the log never gave some people what the policy gives, where they surely average less', () => {
    const weights = Array.from({ length: 4000 }, (_, row) => (row % 4 === 0 ? 2 : 0));
    expect(weightWarning(policyWeights(weights))).toContain('average 0.50 instead of 1');
    expect(weightWarning(policyWeights(weights.map((weight) => 4 * weight)))).toContain('too small');
  });

  it('what would help: more rows, more of what the policy gives, or larger probabilities', () => {
    const help = (weights: readonly number[]) =>
      helpFor({ status: 'refused', weights: policyWeights(weights), reason: '' }, 0.001);
    expect(help([0, 0])).toContain('never gave');
    expect(help([1, 1, 0, 0])).toContain('about 200 rows');
    expect(help([100_000, ...Array.from({ length: 500 }, () => 1)])).toContain('1 in 1,000');
  });
});

it('says whether one would rather have let a policy learn, or that nobody can tell', () => {
  const estimate = (value: number) => ({ value, lower: value - 0.01, upper: value + 0.01, level: 0.95 });
  const lead = (profit: number) =>
    leadSentence({ policy: 'arm:a', than: 'strategy', conversion: estimate(0.03), profit: estimate(profit) });
  expect(lead(0.05)).toBe(
    '"arm:a" would have earned more than "strategy": for every 100, profit +5.00 [+4.00, +6.00], conversions +3.00 [+2.00, +4.00].',
  );
  expect(lead(-0.05)).toContain('would have earned less');
  expect(lead(0.005)).toContain('are a draw');
});
