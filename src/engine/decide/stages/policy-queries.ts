import { type ArmPolicy, policyOf, spentCode, switchedOffOf } from '../../index.js';
import { contextOf } from '../../policies/index.js';
import { type Choice } from './choose.js';

/** What a policy has to be asked before a choice can be made. */
export interface PolicyQuery {
  readonly strategy: string;
  /** Id of the arm. */
  readonly arm: string;
  readonly policy: ArmPolicy;
  /** Ids of the offers that the strategy's rules leave to the person, two or more. */
  readonly offers: readonly string[];
  /** The person's facts as the policy reads them. */
  readonly context: Float64Array;
}

/** The questions that a choice leaves open; mostly none. Choosing again with the answers draws among the same offers. */
export function policyQueries({ verdicts, qualified, availability }: Choice): readonly PolicyQuery[] {
  const { input } = qualified;
  return verdicts.flatMap(({ qualification, candidates, selector, fallback }): PolicyQuery[] => {
    const { arm, strategy } = qualification;
    const policy = policyOf(arm);
    if (policy === null || arm === null || selector === null) return [];
    if (fallback !== null && fallback !== 'POLICY_FAILED') return [];
    if (switchedOffOf(input, strategy.document.id, 'fixedArms') !== null) return [];
    const open = candidates.filter(({ offer }) => spentCode(availability, offer.key) === null);
    if (open.length < 2) return [];
    const offers = open.map(({ offer }) => offer.document.id);
    return [{ strategy: strategy.document.id, arm: arm.id, policy, offers, context: contextOf(policy, input.facts) }];
  });
}
