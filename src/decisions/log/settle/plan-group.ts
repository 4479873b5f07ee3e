import { type EntityManager } from 'typeorm';
import { choose, contactToRepeat, qualify } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { type Contact, type DecisionInput } from '#strata/engine';
import { StrataError } from '#sdk';
import { type Answer } from '../answer.js';
import { type ContactedPerson, findContacts, type StoredContact } from '#strata/ledger/contacts';
import { findKeyUses, type KeyUse } from '../decision-table.js';
import { type Settlement } from './group-commit.js';
import { type LogEntry } from '../stored-decision.js';

/** What is to be done about an entry, after a look at what the database holds. */
export type Plan =
  | { readonly kind: 'settled'; readonly settlement: Settlement<Answer> }
  | { readonly kind: 'repeat'; readonly decision: string; readonly userId: string; readonly at: number }
  | { readonly kind: 'new'; readonly entry: LogEntry; readonly numbers: ContactedPerson['numbers'] };
export type NewDecision = Extract<Plan, { readonly kind: 'new' }>;

export function isNew(plan: Plan): plan is NewDecision {
  return plan.kind === 'new';
}

/** The plans where nobody was contacted and no key was used before: what has to be looked at again is deferred. */
export function planAsNew(entries: readonly LogEntry[]): readonly Plan[] {
  const waits = collisionsInside(entries, personOf);
  return entries.map((entry, index) =>
    waits[index] === true
      ? { kind: 'settled', settlement: { status: 'deferred' } }
      : { kind: 'new', entry, numbers: NO_NUMBERS },
  );
}

const NO_NUMBERS: ContactedPerson['numbers'] = new Map();

/** Looks up what was asked before and whom the persons were contacted by. */
export async function planGroup(manager: EntityManager, entries: readonly LogEntry[]): Promise<readonly Plan[]> {
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

/** True where a strategy that is asked limits the contacts of a user. */
export function asksForContacts({ choice }: LogEntry): boolean {
  const { input, release } = choice.qualified;
  return release.strategies.some(
    ({ document }) =>
      document.limits?.perUser !== undefined && (input.strategies === null || input.strategies.includes(document.id)),
  );
}

function answerAgain(use: KeyUse, { idempotency }: LogEntry): Settlement<Answer> {
  if (use.bodyHash === idempotency?.bodyHash) {
    return { status: 'done', result: { text: use.decision, outcome: use.outcome, again: true } };
  }
  const message = 'This Idempotency-Key came with another body in the last 24 hours.';
  return { status: 'failed', error: new StrataError('IDEMPOTENCY_KEY_REUSED', message) };
}

/** Who was contacted gets the same decision while it stands; other contacts count against the caps of a new one. */
export function planWithContacts(entry: LogEntry, contacted: ContactedPerson | undefined): Plan {
  if (contacted === undefined || contacted.contacts.length === 0) {
    return { kind: 'new', entry, numbers: contacted?.numbers ?? NO_NUMBERS };
  }
  const { qualified, scores, availability } = entry.choice;
  const { release } = qualified;
  const { now } = qualified.input;
  const input = Object.freeze({
    ...qualified.input,
    contacts: Object.freeze(contacted.contacts.map((contact) => contactAt(contact, now))),
  });
  const repeat = contactToRepeat(input, release);
  if (repeat !== null && mayBeAddressed(input, release, repeat.strategy))
    return { kind: 'repeat', decision: repeat.decision, userId: input.userId, at: now };
  const choice = choose(qualify(input, release), scores, availability);
  return { kind: 'new', entry: { ...entry, choice }, numbers: contacted.numbers };
}

/** A contact that is committed was made before this decision, whatever the clock of the process that made it says. */
function contactAt({ strategy, offer, at, decision, goalReachedAt }: StoredContact, now: number): Contact {
  const reached = goalReachedAt === undefined ? {} : { goalReachedAt };
  return Object.freeze({ strategy, offer, at: Math.min(at, now), decision, ...reached });
}

/** Consent that was withdrawn, or a suppression, also ends the repeating of what was offered before. */
function mayBeAddressed({ consent, suppressed }: DecisionInput, release: CompiledRelease, strategy: string): boolean {
  const purpose = release.strategies.find(({ document }) => document.id === strategy)?.document.consent;
  return !suppressed && (purpose === undefined || consent.includes(purpose));
}
