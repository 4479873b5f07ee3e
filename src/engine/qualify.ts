import { type DecisionInput } from './input.js';
import { type CompiledRelease } from './release.js';

/** How far each strategy got on what is known before any score: active, consent, segment, arm, trigger. */
export interface Qualified {
  readonly input: DecisionInput;
  readonly release: CompiledRelease;
  /** Ids of the models whose scores `choose` will read, ascending; empty where rules alone decide or nothing passed. */
  readonly needs: readonly string[];
}

/** The stages before the scores. Throws `UNKNOWN_STRATEGY` where the input asks for one that the release lacks. */
export function qualify(input: DecisionInput, release: CompiledRelease): Qualified {
  throw new Error(`not yet ${input.id} ${release.hash}`);
}
