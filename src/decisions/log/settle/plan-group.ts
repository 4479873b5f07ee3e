import { type EntityManager } from 'typeorm';
import { decideKnowing } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { StrataError } from '#sdk';
import { type Answer } from '../rows/answer.js';
import { type ContactedPerson, contactsAt, findContacts } from '#strata/ledger/contacts';
import { findKeyUses, type KeyUse } from '../rows/decision-table.js';
import { type Settlement } from './group-commit.js';
import { type LogEntry } from '../rows/stored-decision.js';

/** What is to be done about an entry, after a look at what the database holds. */
export type DecisionPlan =
  | { readonly kind: 'settled'; readonly settlement: Settlement<Answer> }
  | { readonly kind: 'repeat'; readonly decision: string; readonly userId: string; readonly at: number }
  | { readonly kind: 'new'; readonly entry: LogEntry; readonly last: LastNumbers };
/** The running numbers that are taken. */
type LastNumbers = Pick<ContactedPerson, 'numbers' | 'ordinal'>;
export type NewDecision = Extract<DecisionPlan, { readonly kind: 'new' }>;

export function isNew(plan: DecisionPlan): plan is NewDecision {
  return plan.kind === 'new';
}

/** The plans where nobody was contacted and no key was used before: what has to be looked at again is deferred. */
export function planAsNew(entries: readonly LogEntry[]): readonly DecisionPlan[] {
  const waits = collisionsInside(entries, personOf);
  return entries.map((entry, index) =>
    waits[index] === true
      ? { kind: 'settled', settlement: { status: 'deferred' } }
      : { kind: 'new', entry, last: NO_NUMBERS },
  );
}

const NO_NUMBERS: LastNumbers = { numbers: new Map(), ordinal: 0 };

/** Looks up what was asked before and whom the persons were contacted by. */
export async function planGroup(
  manager: EntityManager,
  entries: readonly LogEntry[],
): Promise<readonly DecisionPlan[]> {
  const uses = await usesOfKeys(manager, entries);
  const asking = entries.filter(asksForContacts).map(({ choice }) => choice.qualified);
  const contacted = await findContacts(
    manager,
    asking.map(({ input }) => input.userId),
    asking.map(({ release }) => release),
  );
  const waits = collisionsInside(entries, (entry) => contacted.get(userOf(entry))?.person ?? personOf(entry));
  return entries.map((entry, index) => {
    const use = entry.idempotency === null ? undefined : uses.get(entry.idempotency.key);
    if (use !== undefined) return { kind: 'settled', settlement: answerAgain(use, entry) };
    if (waits[index] === true) return { kind: 'settled', settlement: { status: 'deferred' } };
    return planWithContacts(entry, contacted.get(userOf(entry)));
  });
}

/** What the keys of these entries were used for, as of the earliest of them: none of them then finds its own key expired. */
async function usesOfKeys(manager: EntityManager, entries: readonly LogEntry[]): Promise<ReadonlyMap<string, KeyUse>> {
  const asking = entries.filter(({ idempotency }) => idempotency !== null);
  if (asking.length === 0) return new Map();
  const keys = asking.flatMap(({ idempotency }) => idempotency?.key ?? []);
  return await findKeyUses(manager, keys, Math.min(...asking.map(({ choice }) => choice.qualified.input.now)));
}

function userOf({ choice }: LogEntry): string {
  return choice.qualified.input.userId;
}

/** The person as it was known when the facts were gathered. */
function personOf({ choice }: LogEntry): string {
  const { person, userId } = choice.qualified.input;
  return person ?? userId;
}

/** Marks the entries that must see what another one of the group did: the same key, or a second contact of a person. */
function collisionsInside(entries: readonly LogEntry[], person: (entry: LogEntry) => string): readonly boolean[] {
  const seen = new Set<string>();
  return entries.map((entry) => {
    const { idempotency, choice } = entry;
    const marks = [
      ...(idempotency === null ? [] : [`key ${idempotency.key}`]),
      ...(choice.reservation === null ? [] : [`person ${person(entry)}`]),
    ];
    const collides = marks.some((mark) => seen.has(mark));
    for (const mark of marks) seen.add(mark);
    return collides;
  });
}

/** True where a strategy that is asked limits the contacts of a user, or the contact policy does. */
export function asksForContacts({ choice }: LogEntry): boolean {
  const { input, release } = choice.qualified;
  if (capsContacts(release)) return true;
  return release.strategies.some(
    ({ document }) =>
      document.limits?.perUser !== undefined && (input.strategies === null || input.strategies.includes(document.id)),
  );
}

/** Whether the contacts of all strategies are counted together. */
export function capsContacts({ policy }: CompiledRelease): boolean {
  return policy !== null && policy.caps.length > 0;
}

function answerAgain(use: KeyUse, { idempotency }: LogEntry): Settlement<Answer> {
  if (use.bodyHash === idempotency?.bodyHash) {
    return { status: 'done', result: { text: use.decision, outcome: use.outcome, again: true } };
  }
  const message = 'This Idempotency-Key came with another body in the last 24 hours.';
  return { status: 'failed', error: new StrataError('IDEMPOTENCY_KEY_REUSED', message) };
}

/** What is to be done about an entry whose person was contacted by these. */
export function planWithContacts(entry: LogEntry, contacted: ContactedPerson | undefined): DecisionPlan {
  const { choice } = entry;
  const { userId, now } = choice.qualified.input;
  const answering = decideKnowing(choice, contactsAt(contacted?.contacts ?? [], now));
  if (answering.kind === 'repeat') return { kind: 'repeat', decision: answering.contact.decision, userId, at: now };
  return {
    kind: 'new',
    entry: answering.choice === choice ? entry : { ...entry, choice: answering.choice },
    last: contacted ?? NO_NUMBERS,
  };
}
