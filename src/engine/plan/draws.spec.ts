import { hashShare } from '#strata/kernel';
import { drawsOf } from './draws.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('arm and hold-out are drawn by the hash of seed, purpose and id', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), fc.string(), (seed, share, id) => {
      const draws = drawsOf({ seed, holdout: share, arms: { model: share, baseline: 1 - share } });
      expect(draws.armOf(id)).toBe(hashShare(`${seed}:arm:${id}`) < share ? 0 : 1);
      expect(draws.isHeldOut(id)).toBe(hashShare(`${seed}:holdout:${id}`) < share);
    }),
  );
});

test('draws are uniform, and independent between purposes', () => {
  const users = 20_000;
  const draws = [0.25, 0.5, 0.75].map((share) =>
    drawsOf({ seed: 'seed', holdout: share, arms: { model: share, baseline: 1 - share } }),
  );
  const sixteenths = new Array<number>(16).fill(0);
  for (let i = 0; i < users; i++) {
    const arm = draws.filter((draw) => draw.armOf(`user-${i}`) === 1).length;
    const holdout = draws.filter((draw) => !draw.isHeldOut(`user-${i}`)).length;
    sixteenths[arm * 4 + holdout]! += 1;
  }
  const chiSquare = sixteenths.reduce((sum, count) => sum + (count - users / 16) ** 2 / (users / 16), 0);
  expect(chiSquare).toBeLessThan(37.7); // 99.9 % of χ² with 15 degrees of freedom
});
