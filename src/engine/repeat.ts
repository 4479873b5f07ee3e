import { type Decision } from './decision.js';
import { type Contact, type DecisionInput } from './input.js';
import { type CompiledRelease } from './release.js';

/**
 * Asking twice: the latest contact of a strategy that is asked, inside that strategy's `limits.perUser.within`, that
 * came from a decision. Its decision is the answer (`repeated`). Null where a new decision is to be made.
 */
export function contactToRepeat(
  input: DecisionInput,
  release: CompiledRelease,
): (Contact & { decision: string }) | null {
  throw new Error(`not yet ${input.id} ${release.hash}`);
}

/** The same decision, marked as one that was made before. */
export function repeated(decision: Decision): Decision {
  return { ...decision, repeated: true };
}
