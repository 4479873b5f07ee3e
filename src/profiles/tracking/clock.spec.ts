import { describe, expect, it } from 'vitest';
import { correctedTime } from './clock.js';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

describe('the time of a message', () => {
  it('is as long before its receipt as the sender says that it was before sending', () => {
    expect(correctedTime({ happened: NOW + 5 * HOUR, sent: NOW + 6 * HOUR, received: NOW })).toBe(NOW - HOUR);
    expect(correctedTime({ happened: NOW - 9 * HOUR, sent: NOW - 8 * HOUR, received: NOW })).toBe(NOW - HOUR);
  });

  it('is what the sender says where the clocks differ by no more than the way takes', () => {
    expect(correctedTime({ happened: NOW - HOUR, sent: NOW - 9_000, received: NOW })).toBe(NOW - HOUR);
    expect(correctedTime({ happened: NOW - HOUR, sent: undefined, received: NOW })).toBe(NOW - HOUR);
  });

  it('is that of the receipt where the sender says nothing', () => {
    expect(correctedTime({ happened: undefined, sent: NOW + HOUR, received: NOW })).toBe(NOW);
  });
});
