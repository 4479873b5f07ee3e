import { choose } from './stages/choose.js';
import type { Decision, Detail, Availability, DecisionInput, PolicyAnswers, Scores } from '../index.js';
import { type DecisionMatter, describe } from './explanation/describe.js';
import { qualify } from './stages/qualify.js';
import { type CompiledRelease } from '../plan/index.js';

/** Everything a decision depends on: what the log stores, and what replay reads. */
export interface DecisionCase extends DecisionMatter {
  readonly input: DecisionInput;
  readonly release: CompiledRelease;
  /** Results of at least the models that `qualify` needs. */
  readonly scores: Scores;
  readonly availability: Availability;
  /** What policies said; null unless one was asked. */
  readonly policies?: PolicyAnswers | null;
  /** `summary` unless told. */
  readonly detail?: Detail;
}

/** All steps in one call, for replay and tests: the same case gives the same bytes. */
export function decide({
  input,
  release,
  scores,
  availability,
  policies = null,
  detail = 'summary',
  ...matter
}: DecisionCase): Decision {
  const qualified = qualify(input, release);
  const choice = choose(qualified, scores, availability, policies);
  return describe(choice, detail, matter);
}
