import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from './drawn-id.js';

test('is the first 52 bits of SHA-256 of seed:purpose:userId', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('arm', 'holdout'), fc.string(), (seed, purpose, user) => {
      const digest = createHash('sha256').update(`${seed}:${purpose}:${user}`).digest();
      const bits = digest.readBigUInt64BE(0) >> 12n;
      expect(assign(seed, purpose, user)).toBe(Number(bits) / 2 ** 52);
    }),
  );
});

test('is uniform, and independent between purposes', () => {
  const users = 20_000;
  const quarters = new Array<number>(16).fill(0);
  for (let i = 0; i < users; i++) {
    const arm = Math.floor(assign('seed', 'arm', `user-${i}`) * 4);
    quarters[arm * 4 + Math.floor(assign('seed', 'holdout', `user-${i}`) * 4)]! += 1;
  }
  const chiSquare = quarters.reduce((sum, count) => sum + (count - users / 16) ** 2 / (users / 16), 0);
  expect(chiSquare).toBeLessThan(37.7); // 99.9 % of χ² with 15 degrees of freedom
});
