import { describe, expect, it } from 'vitest';
import { isAddressRange } from './address-range.js';

describe('a range of addresses', () => {
  it.each([
    ['10.0.0.0/8', true],
    ['::1', true],
    ['10.0.0.0/33', false],
    ['example.org', false],
    ['10.0.0.0/8/8', false],
  ])('is told from other texts: %s is one: %s', (text, is) => {
    expect(isAddressRange(text)).toBe(is);
  });
});
