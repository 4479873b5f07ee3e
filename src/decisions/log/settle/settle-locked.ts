import { type EntityManager } from 'typeorm';
import { chooseWithout, pairOf } from '#strata/engine/decide';
import { insertContacts } from '#strata/ledger/contacts';
import { type Demand, locksOf, reserve, type SpentOffers } from '#strata/ledger/counters';
import { type Answer } from '../rows/answer.js';
import { insertDecisions } from '../rows/decision-table.js';
import { type LogEntry, render } from '../rows/stored-decision.js';
import { type Settlement } from './group-commit.js';
import { isNew, type DecisionPlan, planGroup } from './plan-group.js';
import { contactsOfAll, demandsOf, settlePlans } from './settle-plans.js';

/**
 * Settles a group of decisions inside one transaction, with every limit locked: answers what was asked before, reserves
 * stock and budget, chooses again what was refused, and appends everything to the log.
 */
export async function settleLocked(
  manager: EntityManager,
  entries: readonly LogEntry[],
  spent: SpentOffers,
): Promise<readonly Settlement<Answer>[]> {
  const plans = await reserveAll(manager, await planGroup(manager, entries), spent);
  const made = new Map(plans.filter(isNew).map((plan) => [plan, render(plan.entry)]));
  await insertContacts(manager, contactsOfAll(made));
  await insertDecisions(manager, [...made.values()]);
  return settlePlans(manager, plans, made);
}

/** The plans with what they come to reserved, in their order; chosen again without what ran out. */
async function reserveAll(
  manager: EntityManager,
  plans: readonly DecisionPlan[],
  spent: SpentOffers,
): Promise<readonly DecisionPlan[]> {
  const final = [...plans];
  let locks = locksOfAll(plans);
  let open = [...final.keys()];
  for (;;) {
    const asking = open.flatMap((index) => {
      const plan = final[index];
      return plan === undefined || !isNew(plan)
        ? []
        : demandsOf(plan.entry.choice).map((demand) => ({ plan, index, demand }));
    });
    if (asking.length === 0) return final;
    const grants = await reserve(manager, [...locks, ...asking.map(({ demand }) => demand)]);
    const refused = asking.flatMap(({ plan, index }, place) => {
      const refusal = grants[locks.length + place]?.refusal ?? null;
      return refusal === null ? [] : [{ plan, index, refusal }];
    });
    for (const { plan, index, refusal } of refused) {
      const { choice } = plan.entry;
      if (choice.reservation !== null)
        spent.remember(choice.qualified.release.hash, refusal, pairOf(choice.reservation));
      final[index] = { ...plan, entry: { ...plan.entry, choice: chooseWithout(choice, refusal) } };
    }
    open = refused.map(({ index }) => index);
    // They are held until the transaction ends.
    locks = [];
  }
}

/** Everything that these decisions may come to: locked at once, nobody waits in a circle. */
function locksOfAll(plans: readonly DecisionPlan[]): readonly Demand[] {
  const reserving = plans.filter(isNew).filter(({ entry }) => entry.choice.reservation !== null);
  const questions = new Map(
    reserving.map(({ entry }) => {
      const { input, release } = entry.choice.qualified;
      return [`${release.hash} ${String(input.strategies)}`, { input, release }];
    }),
  );
  return [...questions.values()].flatMap(({ input, release }) => locksOf(release, input.strategies));
}
