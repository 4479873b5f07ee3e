import { createHash } from 'node:crypto';

/** Where the exposures and contacts of a run come from. */
export function sourceOf(run: string): string {
  return `campaign/${run}`;
}

/**
 * The id of a person's exposure by a run: a UUID version 8 (RFC 9562) of the first bits of SHA-256 over both, so that a run
 * can write a person down only once.
 */
export function exposureId(run: string, userId: string): string {
  const hash = createHash('sha256').update(`${run}\n${userId}`).digest('hex');
  const variant = ((parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
