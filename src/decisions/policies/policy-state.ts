import { type EntityManager } from 'typeorm';
import { type ArmPolicy } from '#strata/engine';
import { policyArm } from './policy-arm.js';
import { findState } from './policy-table.js';

/** What the policy of an arm knows now; null for nothing. */
export async function findPolicyState(
  manager: EntityManager,
  { strategy, arm, policy }: { readonly strategy: string; readonly arm: string; readonly policy: ArmPolicy },
): Promise<Uint8Array | null> {
  const { state } = await findState(manager, policyArm(strategy, arm, policy));
  return state;
}
