import { choose } from './choose.js';
import { type Decision, type Detail } from './decision.js';
import { describe } from './describe.js';
import { type Availability, type DecisionInput, type Scores } from './input.js';
import { type Counterfactual } from './nearest-change.js';
import { qualify } from './qualify.js';
import { type CompiledRelease } from './release.js';

/** Everything a decision depends on: what the log stores, and what replay reads. */
export interface DecisionCase {
  readonly input: DecisionInput;
  readonly release: CompiledRelease;
  /** Results of at least the models that `qualify` needs. */
  readonly scores: Scores;
  readonly availability: Availability;
  /** `summary` unless told. */
  readonly detail?: Detail;
  /** What a search for the nearest change found; null unless told. */
  readonly counterfactual?: Counterfactual | null;
}

/** All steps in one call, for replay and tests: the same case gives the same bytes. */
export function decide({
  input,
  release,
  scores,
  availability,
  detail = 'summary',
  counterfactual,
}: DecisionCase): Decision {
  const qualified = qualify(input, release);
  const choice = choose(qualified, scores, availability);
  return describe(choice, detail, counterfactual ?? null);
}
