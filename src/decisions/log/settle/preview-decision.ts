import { type EntityManager } from 'typeorm';
import { type Availability, type Decision, pricedLimits } from '#strata/engine';
import { choose, type Choice, describe, type Qualified, repeated } from '#strata/engine/decide';
import { findContacts } from '#strata/ledger/contacts';
import { findDecisionTexts } from '../rows/decision-table.js';
import { planWithContacts } from './plan-group.js';
import { countedOf, spentOf } from '#strata/ledger/counters';
import { readDecision } from '../rows/read-stored.js';
import { type LogEntry } from '../rows/stored-decision.js';

/**
 * The decision that would be made now, with everybody's contacts, stock and budget as they are: the one that would be
 * repeated, else a new one. Nothing is stored, reserved or counted.
 */
export async function previewDecision(manager: EntityManager, entry: LogEntry): Promise<Decision> {
  const { input, release } = entry.choice.qualified;
  const contacted = await findContacts(manager, [input.userId], [release]);
  const plan = planWithContacts(entry, contacted.get(input.userId));
  if (plan.kind === 'repeat') {
    const text = (await findDecisionTexts(manager, [plan.decision])).get(plan.decision);
    if (text !== undefined) return repeated(readDecision(text), input.userId);
  }
  const planned = plan.kind === 'new' ? plan.entry : entry;
  const { qualified, scores, policies } = planned.choice;
  const choice = choose(qualified, scores, await availabilityOf(manager, planned.choice), policies);
  return describe(choice, entry.detail, entry);
}

/** What is spent of every strategy that came to an offer, at the prices of the choice. */
export async function availabilityOf(
  manager: EntityManager,
  { qualified, verdicts, availability }: Choice,
): Promise<Availability> {
  const found: Availability[] = [];
  for (const { candidates, qualification } of verdicts) {
    if (candidates.length > 0) found.push(await spentBy(manager, qualified, qualification.strategy.document.id));
  }
  return {
    stockSpent: found.flatMap(({ stockSpent }) => stockSpent),
    budgetSpent: found.flatMap(({ budgetSpent }) => budgetSpent),
    levels: Object.assign({}, ...found.map(({ levels }) => levels)) as NonNullable<Availability['levels']>,
    ...pricedLimits(availability),
  };
}

async function spentBy(manager: EntityManager, { release }: Qualified, strategy: string): Promise<Availability> {
  return spentOf(release, strategy, await countedOf(manager, strategy));
}
