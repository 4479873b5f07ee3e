import { createHash } from 'node:crypto';

/** 2⁵², the number of values that 52 bits can have. */
const RANGE = 2 ** 52;

/** What a draw decides. Each purpose is drawn independently of the others. */
export type Purpose = 'arm' | 'holdout';

/**
 * Where a user falls, uniform on [0, 1): the first 52 bits of SHA-256 of `seed:purpose:userId`. The same user falls on
 * the same place for ever, on every machine; no draw is stored.
 */
export function assign(seed: string, purpose: Purpose, userId: string): number {
  const digest = createHash('sha256').update(`${seed}:${purpose}:${userId}`).digest();
  return (digest.readUIntBE(0, 6) * 16 + (digest.readUInt8(6) >>> 4)) / RANGE;
}
