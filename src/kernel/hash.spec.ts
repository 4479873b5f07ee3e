import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash, textDigest } from './hash.js';

test('what content is known by, in both forms', () => {
  expect(contentHash('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const digest = createHash('sha256').update(text).digest();
      expect(contentHash(text)).toBe(`sha256:${digest.toString('hex')}`);
      expect(contentHash(new TextEncoder().encode(text))).toBe(contentHash(text));
      expect(textDigest(text)).toBe(digest.toString('base64url'));
    }),
  );
});
