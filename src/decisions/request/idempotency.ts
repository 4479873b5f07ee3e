import { canonicalJson, textDigest } from '#strata/kernel';
import { isPlainText } from '#strata/profiles/calls';
import { StrataError } from '#sdk';
import { type Idempotency } from '../log/index.js';

const LONGEST_KEY = 255;

/**
 * The caller's key with the hash of its body, or null where no key was sent. Bodies are equal where they hold the same
 * JSON, whatever the order of their members.
 *
 * @throws StrataError BAD_REQUEST for a key that cannot be kept
 */
export function idempotencyOf(key: string | null, body: unknown): Idempotency | null {
  if (key === null) return null;
  if (key === '' || key.length > LONGEST_KEY || !isPlainText(key)) {
    const expected = `1 to ${LONGEST_KEY} printable characters`;
    throw new StrataError('BAD_REQUEST', 'The Idempotency-Key cannot be used.', {
      problems: [{ message: 'The Idempotency-Key header cannot be used.', expected }],
    });
  }
  return { key, bodyHash: textDigest(canonicalJson(body)) };
}
