import { type EntityManager } from 'typeorm';
import { type Answer } from './answer.js';
import { type Settlement } from './group-commit.js';
import { demandsOf } from './offer-counters.js';
import { isNew, planGroup } from './plan-group.js';
import { contactsOfAll, settlePlans } from './settle-plans.js';
import { type LogEntry, render } from './stored-decision.js';
import { writeAtOnce } from './write-at-once.js';

/**
 * Settles a group in two statements where nothing is in its way, which is nearly always: one that reads who was
 * contacted, one that counts, reserves and appends everything or nothing.
 *
 * @returns null where some limit has no room for the whole group: nothing was written then
 */
export async function settleAtOnce(
  manager: EntityManager,
  entries: readonly LogEntry[],
): Promise<readonly Settlement<Answer>[] | null> {
  const plans = await planGroup(manager, entries);
  const made = new Map(plans.filter(isNew).map((plan) => [plan, render(plan.entry)]));
  const demands = demandsOf([...made.keys()].map(({ entry }) => entry.choice));
  const rows = [...made.values()].map(({ row }) => row);
  const written = await writeAtOnce(manager, { rows, contacts: contactsOfAll(made), demands });
  return written ? settlePlans(manager, plans, made) : null;
}
