import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestSplit } from './best-split.js';

const curve = (least: number, most: number, brought: (spend: number) => number) => {
  const spends = Array.from({ length: 25 }, (_, place) => least + ((most - least) * place) / 24);
  return { least, most, spends, values: spends.map(brought) };
};

test('spends where more brings more', () => {
  const split = bestSplit([curve(0, 100, (spend) => 2 * spend), curve(0, 100, (spend) => spend)], 120);
  expect(split[0]).toBeCloseTo(100, 6);
  expect(split[1]).toBeCloseTo(20, 6);
});

test('sees that a channel pays only from some spend on', () => {
  const steep = (spend: number) => (spend ** 4 / (spend ** 4 + 60 ** 4)) * 100;
  const [a = 0] = bestSplit([curve(0, 100, steep), curve(0, 100, (spend) => 0.5 * spend)], 100);
  expect(a).toBeGreaterThan(80);
});

test('spends no more where more brings no more', () => {
  expect(bestSplit([curve(5, 50, () => 3), curve(0, 50, (spend) => Math.min(spend, 10))], 100)[0]).toBe(5);
});

test('keeps to the bounds and the total', () => {
  const amounts = fc.integer({ min: 0, max: 1000 });
  const channel = fc
    .tuple(amounts, amounts, fc.integer({ min: 1, max: 9 }))
    .map(([a, b, slope]) => curve(Math.min(a, b), Math.max(a, b), (spend) => slope * Math.sqrt(spend)));
  fc.assert(
    fc.property(fc.array(channel, { minLength: 1, maxLength: 4 }), amounts, (channels, above) => {
      const total = channels.reduce((sum, { least }) => sum + least, 0) + above;
      const split = bestSplit(channels, total);
      expect(split.reduce((sum, spend) => sum + spend, 0)).toBeLessThanOrEqual(total + 1e-6);
      for (const [place, { least, most }] of channels.entries()) {
        expect(split[place]).toBeGreaterThanOrEqual(least);
        expect(split[place]).toBeLessThanOrEqual(most + 1e-6);
      }
    }),
    { numRuns: 30 },
  );
});
