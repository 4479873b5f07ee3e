import { type EntityManager } from 'typeorm';
import { type Choice, chooseWithout, pairOf } from '#strata/engine/decide';
import { type Answer } from '../answer.js';
import { insertContacts } from '#strata/ledger/contacts';
import { insertDecisions } from '../decision-table.js';
import { type Settlement } from './group-commit.js';
import { OfferCounters, type SpentOffers } from '#strata/ledger/counters';
import { isNew, type NewDecision, planGroup } from './plan-group.js';
import { contactsOfAll, type MadeDecisions, settlePlans } from './settle-plans.js';
import { type LogEntry, render } from '../stored-decision.js';

/**
 * Settles a group of decisions inside one transaction, with every limit locked: answers what was asked before, reserves
 * stock and budget, decides again what was refused, and appends everything to the log.
 */
export async function settleLocked(
  manager: EntityManager,
  entries: readonly LogEntry[],
  spent: SpentOffers,
): Promise<readonly Settlement<Answer>[]> {
  const plans = await planGroup(manager, entries);
  const made = await reserveGroup(manager, plans.filter(isNew), spent);
  await insertContacts(manager, contactsOfAll(made));
  await insertDecisions(
    manager,
    [...made.values()].map(({ row }) => row),
  );
  return settlePlans(manager, plans, made);
}

/** The final decision of each plan: with its offer reserved, or decided again without what ran out. */
async function reserveGroup(
  manager: EntityManager,
  plans: readonly NewDecision[],
  spent: SpentOffers,
): Promise<MadeDecisions> {
  const lockers = plans.filter(({ entry }) => entry.choice.reservation !== null);
  const counters = await OfferCounters.lock(
    manager,
    lockers.map(({ entry }) => entry.choice.qualified),
  );
  const made = new Map(
    plans.map((plan) => {
      const choice = reserve(plan.entry.choice, counters, spent);
      return [plan, { choice, row: render({ ...plan.entry, choice }) }];
    }),
  );
  await counters.write(manager);
  return made;
}

function reserve(first: Choice, counters: OfferCounters, spent: SpentOffers): Choice {
  let choice = first;
  while (choice.reservation !== null) {
    const { release } = choice.qualified;
    const refusal = counters.reserve(choice.reservation, release);
    if (refusal === null) break;
    spent.remember(release.hash, refusal, pairOf(choice.reservation));
    choice = chooseWithout(choice, refusal);
  }
  return choice;
}
