import { type ArmPolicy, armsOf, policyOf } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { canonicalJson, contentHash } from '#strata/kernel';

/** An arm of a strategy that a policy chooses in. */
export interface PolicyArm {
  readonly strategy: string;
  readonly arm: string;
  readonly policy: ArmPolicy;
  /** What its state is of: a hash of all that what it learns depends on. */
  readonly hash: string;
  /** Of the arm with this state; another one of an arm with another policy. */
  readonly key: string;
}

const known = new WeakMap<ArmPolicy, PolicyArm>();

/** An arm by its ids; the same object for the same document. */
export function policyArm(strategy: string, arm: string, policy: ArmPolicy): PolicyArm {
  let found = known.get(policy);
  if (found === undefined) {
    const { policy: plugin, options = {}, reward = 'conversion', context = [] } = policy;
    const hash = contentHash(canonicalJson({ plugin, options, reward, context }));
    found = Object.freeze({ strategy, arm, policy, hash, key: `${strategy}/${arm}/${hash}` });
    known.set(policy, found);
  }
  return found;
}

/** All arms by policies of a release. */
export function policyArmsOf({ strategies }: CompiledRelease): readonly PolicyArm[] {
  return strategies.flatMap(({ document }) =>
    armsOf(document.experiment).flatMap((arm) => {
      const policy = policyOf(arm);
      return policy === null ? [] : [policyArm(document.id, arm.id, policy)];
    }),
  );
}
