import { type EntityManager } from 'typeorm';
import { type Answer } from '../rows/answer.js';
import { type Settlement } from './group-commit.js';
import { byCounter } from '#strata/ledger/counters';
import { asksForContacts, isNew, type DecisionPlan, planAsNew, planGroup } from './plan-group.js';
import { contactsOfAll, demandsOf, settlePlans } from './settle-plans.js';
import { type LogEntry, render } from '../rows/stored-decision.js';
import { writeAtOnce, type WrittenDecisions } from './write-at-once.js';

/**
 * Settles a group in one round trip where nothing is in its way, which is nearly always: nobody of it was contacted
 * before, no key was used before, and every limit has room. Where somebody or something is known, it takes a second look.
 *
 * @returns null where some limit has no room for the whole group: nothing was written then
 */
export async function settleAtOnce(
  manager: EntityManager,
  entries: readonly LogEntry[],
): Promise<readonly Settlement<Answer>[] | null> {
  const plans = planAsNew(entries);
  const newUsers = plans.flatMap((plan) => (isNew(plan) && asksForContacts(plan.entry) ? [userOf(plan.entry)] : []));
  const newKeys = plans.flatMap((plan) => (isNew(plan) && plan.entry.idempotency ? [plan.entry.idempotency.key] : []));
  const first = await writePlans(manager, plans, { newUsers, newKeys });
  if (first.written === 'written') return first.settlements;
  if (first.written === 'full') return null;
  return (await writePlans(manager, await planGroup(manager, entries), { newUsers: [], newKeys: [] })).settlements;
}

async function writePlans(
  manager: EntityManager,
  plans: readonly DecisionPlan[],
  news: { readonly newUsers: readonly string[]; readonly newKeys: readonly string[] },
): Promise<{ readonly written: WrittenDecisions; readonly settlements: readonly Settlement<Answer>[] | null }> {
  const made = new Map(plans.filter(isNew).map((plan) => [plan, render(plan.entry)]));
  const demands = byCounter([...made.keys()].flatMap(({ entry }) => demandsOf(entry.choice)));
  const rows = [...made.values()];
  const written = await writeAtOnce(manager, { rows, contacts: contactsOfAll(made), demands, ...news });
  return { written, settlements: written === 'written' ? await settlePlans(manager, plans, made) : null };
}

function userOf({ choice }: LogEntry): string {
  return choice.qualified.input.userId;
}
