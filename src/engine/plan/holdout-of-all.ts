import { hashShares } from '#strata/kernel';
import { type PackedTexts } from '#strata/kernel/texts';
import { type HoldoutOfAll } from '../index.js';

/** Who is held out of all strategies and campaigns: see `docs/assignment.md`. */
export interface CompiledHoldout {
  /** 0 to 1, above 0. */
  readonly share: number;
  readonly seed: string;
  isHeldOut(id: string): boolean;
  isHeldOutAt(ids: PackedTexts, place: number): boolean;
}

/** Drawn as arms are, with a purpose of its own: by the first 52 bits of SHA-256 of `seed:holdout-of-all:id`. */
export function compileHoldout(holdout: HoldoutOfAll | undefined): CompiledHoldout | null {
  if (holdout === undefined || holdout.share === 0) return null;
  const { seed, share } = holdout;
  const points = hashShares(`${seed}:holdout-of-all:`);
  return Object.freeze({
    share,
    seed,
    isHeldOut: (id: string) => points.of(id) < share,
    isHeldOutAt: (ids: PackedTexts, place: number) => points.at(ids, place) < share,
  });
}
