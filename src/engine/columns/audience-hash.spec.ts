import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PackedTexts } from '#strata/kernel/texts';
import { AudienceHash } from './audience-hash.js';

const row = fc.record({
  user: fc.string(),
  offer: fc.constantFrom('a', 'b'),
  arm: fc.constantFrom('', 'model'),
  outcome: fc.constantFrom('offer', 'holdout'),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

it('is the same in any order and however the rows are split, and another one where a row is', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.nat(), row, (rows, cut, other) => {
      const whole = hashOf(rows).digest();
      const at = cut % rows.length;
      const split = packedHashOf(rows.slice(at).toReversed());
      split.merge(hashOf(rows.slice(0, at)).sum());
      expect(split.digest()).toBe(whole);
      expect(hashOf([...rows, other]).digest()).not.toBe(whole);
    }),
  );
});

function hashOf(rows: readonly Row[]): AudienceHash {
  const hash = new AudienceHash();
  for (const { user, ...rest } of rows) hash.add(user, rest);
  return hash;
}

function packedHashOf(rows: readonly Row[]): AudienceHash {
  const users = PackedTexts.of(rows.map(({ user }) => user));
  const hash = new AudienceHash();
  rows.forEach((row, place) => {
    hash.addAll(users, [place], row);
  });
  return hash;
}
