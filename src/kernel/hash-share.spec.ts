import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashShare, hashShares } from './hash.js';
import { PackedTexts } from './texts/index.js';

const texts = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 70 }) },
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.integer({ min: 45, max: 60 }).map((length) => 'x'.repeat(length)),
);

test('is the first 52 bits of SHA-256, however the text is cut in two', () => {
  fc.assert(
    fc.property(texts, texts, (beginning, rest) => {
      const digest = createHash('sha256')
        .update(beginning + rest)
        .digest();
      const share = Number(digest.readBigUInt64BE(0) >> 12n) / 2 ** 52;
      expect(hashShare(beginning + rest)).toBe(share);
      const shares = hashShares(beginning);
      const expected = [share, hashShare(beginning), share];
      const rests = [rest, '', rest];
      expect(rests.map((text) => shares.of(text))).toEqual(expected);
      const packed = PackedTexts.of(rests);
      expect(rests.map((_, place) => shares.at(packed, place))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
