import { type CompiledCondition } from './conditions/index.js';
import { type Offer, type ReleaseDocuments, type Strategy } from './documents.js';

/** An offer with its condition compiled. */
export interface CompiledOffer {
  readonly document: Offer;
  readonly when: CompiledCondition | null;
}

/** A strategy, ready to decide. */
export interface CompiledStrategy {
  readonly document: Strategy;
  readonly offers: readonly CompiledOffer[];
}

/** A release with all its conditions compiled once. Frozen; shared by all decisions. */
export interface CompiledRelease {
  /** Content hash, `sha256:…`. */
  readonly hash: string;
  readonly documents: ReleaseDocuments;
  /** By id, ascending. */
  readonly strategies: readonly CompiledStrategy[];
}

/**
 * Compiles all conditions of a release once. Throws `INVALID_DOCUMENT` where a document could not have passed
 * validation.
 */
export function compileRelease(documents: ReleaseDocuments, hash: string): CompiledRelease {
  throw new Error(`not yet ${hash} ${String(documents)}`);
}
