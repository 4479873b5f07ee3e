import { describe, expect, it } from 'vitest';
import { parsePolicy, policyText } from './policy-choice.js';

describe('a policy as it is written', () => {
  it.each([
    ...['strategy', 'baseline', 'uniform', 'nothing'],
    ...['offer:coupon-20', 'arm:explorer', 'policy:bandit', 'column:p', 'columns:p_'],
  ])('is read back: %s', (text) => {
    expect(policyText(parsePolicy(text)!)).toBe(text);
  });

  it.each(['', 'offer', 'offer:', 'anybody'])('is none: "%s"', (text) => {
    expect(parsePolicy(text)).toBeNull();
  });
});
