import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashShare } from '#strata/kernel';
import { PackedTexts } from '#strata/kernel/texts';
import { compileHoldout } from './holdout-of-all.js';

it('is drawn by a purpose of its own, and a larger share lets nobody go', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.float({ min: 0, max: 1, noNaN: true }), (seed, id, share) => {
      const isHeldOut = (part: number) => compileHoldout({ seed, share: part })?.isHeldOut(id) ?? false;
      expect(isHeldOut(share)).toBe(hashShare(`${seed}:holdout-of-all:${id}`) < share);
      if (isHeldOut(share / 2)) expect(isHeldOut(share)).toBe(true);
      expect(compileHoldout({ seed, share })?.isHeldOutAt(PackedTexts.of(['other', id]), 1) ?? false).toBe(
        isHeldOut(share),
      );
    }),
  );
});

it('holds out nobody where it is absent or has no share', () => {
  expect([compileHoldout(undefined), compileHoldout({ seed: 's', share: 0 })]).toEqual([null, null]);
});
