import { type EntityManager } from 'typeorm';
import { type ArmPolicy } from '#strata/engine';
import { contextOf } from '#strata/engine/policies';
import { type SettledTreatment } from '#strata/ledger/exposures';
import { type Database } from '#strata/platform/database';
import { type Policy } from '#strata/plugin-host';
import { type Reward } from '#sdk';
import { findCaseTexts, readCase } from '../log/index.js';
import { type PolicyArm } from './policy-arm.js';
import { findLessons, findState, keepLesson, moveOn, type PolicyState } from './policy-table.js';

/** Exposures that are learned from together. */
const LESSONS_AT_ONCE = 1_000;

/** An open policy, and what it knows: the version of the state in the database, or −1 where it is none of them. */
export interface OpenPolicy {
  readonly policy: Policy;
  version: number;
}

/**
 * Learns from what is settled and was not learned from yet, once each, whichever process does; the state in the database and that of
 * the open policy move on together.
 *
 * @param now milliseconds since 1970, UTC
 * @returns whether there may be more
 */
export async function learnSome(database: Database, arm: PolicyArm, open: OpenPolicy, now: number): Promise<boolean> {
  const before = await database.run((manager) => findState(manager, arm));
  const { learnedFrom } = before;
  const exposures = await database.run((manager) =>
    findLessons(manager, arm, { learnedFrom, now, most: LESSONS_AT_ONCE }),
  );
  if (exposures.length > 0) {
    const rewards = await database.run((manager) => rewardsOf(manager, arm.policy, exposures));
    await restoreTo(open, before);
    open.version = -1;
    const state = await open.policy.learn(rewards);
    const kept = await keep(database, arm, { before, state, exposures, rewards: rewards.length, now });
    if (!kept) return true;
    open.version = before.version + 1;
  }
  if (exposures.length === LESSONS_AT_ONCE) return true;
  if (before.version > 0) await database.transaction((manager) => moveOn(manager, arm, before, now));
  return false;
}

/** Goes on with another state where the open policy has not this one. */
export async function restoreTo(open: OpenPolicy, { version, state }: PolicyState): Promise<void> {
  if (open.version === version) return;
  open.version = -1;
  await open.policy.restore(state);
  open.version = version;
}

class Outrun extends Error {}

async function keep(database: Database, arm: PolicyArm, lesson: Parameters<typeof keepLesson>[2]): Promise<boolean> {
  try {
    await database.transaction(async (manager) => {
      if (!(await keepLesson(manager, arm, lesson))) throw new Outrun();
    });
    return true;
  } catch (error) {
    if (error instanceof Outrun) return false;
    throw error;
  }
}

async function rewardsOf(
  manager: EntityManager,
  policy: ArmPolicy,
  exposures: readonly SettledTreatment[],
): Promise<readonly Reward[]> {
  const facts = policy.context === undefined ? null : await findFacts(manager, exposures);
  return exposures.flatMap((exposure) => {
    const known = facts === null ? {} : facts.get(exposure.id);
    // A policy that tells people apart learns nothing from somebody of whom nothing is known.
    if (known === undefined) return [];
    return {
      offer: exposure.offer,
      context: contextOf(policy, known),
      reward: rewardOf(policy, exposure),
      at: exposure.at,
      propensity: exposure.propensity,
    };
  });
}

function rewardOf({ reward }: ArmPolicy, { converted, value, margin, cost }: SettledTreatment): number {
  if (reward === 'profit') return margin * value - cost;
  return converted ? 1 : 0;
}

type FactValues = Readonly<Record<string, unknown>>;

/** What was known of the people when they were decided about; of campaigns nothing is. */
async function findFacts(
  manager: EntityManager,
  exposures: readonly SettledTreatment[],
): Promise<ReadonlyMap<string, FactValues>> {
  const rows = await findCaseTexts(
    manager,
    exposures.map(({ id }) => id),
  );
  return new Map(rows.map(({ id, input }) => [id, readCase(input).input.facts]));
}
