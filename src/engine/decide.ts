import { type Decision, type Detail } from './decision.js';
import { type Availability, type DecisionInput, type Scores } from './input.js';
import { type CompiledRelease } from './release.js';

/** Everything a decision depends on: what the log stores, and what replay reads. */
export interface DecisionCase {
  readonly input: DecisionInput;
  readonly release: CompiledRelease;
  readonly scores: Scores;
  readonly availability: Availability;
  /** `summary` unless told. */
  readonly detail?: Detail;
}

/** All steps in one call, for replay and tests: the same case gives the same bytes. */
export function decide(made: DecisionCase): Decision {
  throw new Error(`not yet ${made.input.id}`);
}
