import { type EntityManager } from 'typeorm';
import {
  choose,
  type CompiledRelease,
  type Contact,
  contactToRepeat,
  type DecisionInput,
  qualify,
} from '../../engine/index.js';
import { StrataError } from '../../sdk/index.js';
import { type Answer } from './answer.js';
import { findContacts, type StoredContact } from './contact-table.js';
import { findKeyUses, type KeyUse } from './decision-table.js';
import { type Settlement } from './group-commit.js';
import { type LogEntry } from './stored-decision.js';

/** What is to be done about an entry, after a look at what the database holds. */
export type Plan =
  | { readonly kind: 'settled'; readonly settlement: Settlement<Answer> }
  | { readonly kind: 'repeat'; readonly decision: string }
  | { readonly kind: 'new'; readonly entry: LogEntry; readonly contacts: readonly StoredContact[] };
export type NewDecision = Extract<Plan, { readonly kind: 'new' }>;

export function isNew(plan: Plan): plan is NewDecision {
  return plan.kind === 'new';
}

/** The plans where nobody was contacted and no key was used before: what has to be looked at again is deferred. */
export function planAsNew(entries: readonly LogEntry[]): readonly Plan[] {
  const waits = collisionsInside(entries);
  return entries.map((entry, index) =>
    waits[index] === true
      ? { kind: 'settled', settlement: { status: 'deferred' } }
      : { kind: 'new', entry, contacts: [] },
  );
}

/** Looks up what was asked before and whom the users were contacted by. */
export async function planGroup(manager: EntityManager, entries: readonly LogEntry[]): Promise<readonly Plan[]> {
  const waits = collisionsInside(entries);
  const uses = await usesOfKeys(manager, entries);
  const asking = entries.filter(asksForContacts).map(({ choice }) => choice.qualified.input.userId);
  const contacts = asking.length === 0 ? new Map<string, never>() : await findContacts(manager, asking);
  return entries.map((entry, index) => {
    const { userId } = entry.choice.qualified.input;
    const use = entry.idempotency === null ? undefined : uses.get(entry.idempotency.key);
    if (use !== undefined) return { kind: 'settled', settlement: answerAgain(use, entry) };
    if (waits[index] === true) return { kind: 'settled', settlement: { status: 'deferred' } };
    return planWithContacts(entry, contacts.get(userId) ?? []);
  });
}

/** What the keys of these entries were used for, as of the earliest of them: none of them then finds its own key expired. */
async function usesOfKeys(manager: EntityManager, entries: readonly LogEntry[]): Promise<ReadonlyMap<string, KeyUse>> {
  const asking = entries.filter(({ idempotency }) => idempotency !== null);
  if (asking.length === 0) return new Map();
  const keys = asking.flatMap(({ idempotency }) => idempotency?.key ?? []);
  return await findKeyUses(manager, keys, Math.min(...asking.map(({ choice }) => choice.qualified.input.now)));
}

/** Marks the entries that must see what another one of the same group did: the same key, or a second contact of a user. */
function collisionsInside(entries: readonly LogEntry[]): readonly boolean[] {
  const seen = new Set<string>();
  return entries.map(({ idempotency, choice }) => {
    const marks = [
      ...(idempotency === null ? [] : [`key ${idempotency.key}`]),
      ...(choice.reservation === null ? [] : [`user ${choice.qualified.input.userId}`]),
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

/** A user who was contacted gets the same decision; older contacts count against the caps of a new one. */
export function planWithContacts(entry: LogEntry, contacts: readonly StoredContact[]): Plan {
  if (contacts.length === 0) return { kind: 'new', entry, contacts };
  const { qualified, scores, availability } = entry.choice;
  const { release } = qualified;
  const { now } = qualified.input;
  const input = Object.freeze({
    ...qualified.input,
    contacts: Object.freeze(contacts.map((contact) => asInput(contact, now))),
  });
  const repeat = contactToRepeat(input, release);
  if (repeat !== null && mayBeAddressed(input, release, repeat.strategy))
    return { kind: 'repeat', decision: repeat.decision };
  const choice = choose(qualify(input, release), scores, availability);
  return { kind: 'new', entry: { ...entry, choice }, contacts };
}

/** A contact that is committed was made before this decision, whatever the clock of the process that made it says. */
function asInput({ strategy, offer, at, decision }: StoredContact, now: number): Contact {
  return Object.freeze({ strategy, offer, at: Math.min(at, now), decision });
}

/** Consent that was withdrawn, or a suppression, also ends the repeating of what was offered before. */
function mayBeAddressed({ consent, suppressed }: DecisionInput, release: CompiledRelease, strategy: string): boolean {
  const purpose = release.strategies.find(({ document }) => document.id === strategy)?.document.consent;
  return !suppressed && (purpose === undefined || consent.includes(purpose));
}
