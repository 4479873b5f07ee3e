import { hash } from 'node:crypto';
import { type DecisionInput } from './input.js';

/** 52 bits are 13 hexadecimal digits. */
const HEX_DIGITS = 13;
const RANGE = 2 ** 52;

/** What a draw decides. Each purpose is drawn independently of the others. */
export type Purpose = 'arm' | 'holdout';

/**
 * Where a user falls, uniform on [0, 1): the first 52 bits of SHA-256 of `seed:purpose:userId`. The same user falls on
 * the same place for ever, on every machine; no draw is stored.
 */
export function assign(seed: string, purpose: Purpose, userId: string): number {
  const digest = hash('sha256', `${seed}:${purpose}:${userId}`, 'hex');
  return Number.parseInt(digest.slice(0, HEX_DIGITS), 16) / RANGE;
}

/** The id that arm and hold-out of a strategy are drawn by: the person's, unless it was drawn by another one before. */
export function drawnId({ userId, person, drawnAs }: DecisionInput, strategy: string): string {
  const earlier = drawnAs !== undefined && Object.hasOwn(drawnAs, strategy) ? drawnAs[strategy] : undefined;
  return earlier ?? person ?? userId;
}
