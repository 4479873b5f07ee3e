import { describe, expect, it } from 'vitest';
import { correctedTime, wordTimes } from './clock.js';

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

describe('the time of a word about a person', () => {
  const said = (moments: Partial<Parameters<typeof wordTimes>[0]>) =>
    wordTimes({ happened: undefined, sent: undefined, received: NOW, ...moments });

  it('is never later than by the sender’s clock: the message may have been long on its way', () => {
    const at = NOW - HOUR;
    for (const moments of [{ happened: at, sent: at }, { happened: at }, { sent: at }]) {
      expect(said(moments)).toEqual({ said: at, withdrawn: at });
    }
  });

  it('is never later than its receipt', () => {
    const ahead = NOW + HOUR;
    for (const moments of [
      { happened: ahead, sent: ahead },
      { happened: ahead },
      { happened: NOW + 5_000, sent: NOW },
    ]) {
      expect(said(moments)).toEqual({ said: NOW, withdrawn: NOW });
    }
    expect(said({ happened: ahead - 60_000, sent: ahead }).said).toBe(NOW - 60_000);
  });

  it('is, of a withdrawal, its receipt where the clock is off by more than a day', () => {
    const at = Date.UTC(1980, 0, 1);
    expect(said({ happened: at, sent: at })).toEqual({ said: at, withdrawn: NOW });
  });
});
