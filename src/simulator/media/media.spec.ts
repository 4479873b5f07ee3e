import { describe, expect, it } from 'vitest';
import { simulateMedia } from './index.js';

describe('media and sales by week', () => {
  it('are the same for the same seed: whole weeks, one after the other', () => {
    const { weeks } = simulateMedia(7);
    expect(simulateMedia(7)).toEqual(simulateMedia(7));
    const days = weeks.map(({ week }) => Date.parse(week) / 86_400_000);
    expect(new Set(days.slice(1).map((day, place) => day - days[place]!))).toEqual(new Set([7]));
    expect(new Date(weeks[0]!.week).getUTCDay()).toBe(1);
  });

  it('tell in truth what each channel spent and brought, which never is more than it can', () => {
    const { channels, weeks, truth } = simulateMedia(7);
    truth.forEach(({ name, spent, brought, most, return: returned }, place) => {
      expect(name).toBe(channels[place]);
      expect(weeks.reduce((sum, { spend }) => sum + spend[place]!, 0)).toBe(spent);
      expect(brought).toBeLessThan(most * weeks.length);
      expect(returned).toBeCloseTo(brought / spent, 12);
    });
    const sales = weeks.reduce((sum, week) => sum + week.sales, 0);
    expect(truth.reduce((sum, { brought }) => sum + brought, 0)).toBeLessThan(0.3 * sales);
  });
});
