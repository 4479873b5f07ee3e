import { type EntityManager } from 'typeorm';
import {
  choose,
  type Choice,
  type CompiledRelease,
  type Contact,
  contactToRepeat,
  type Decision,
  type DecisionInput,
  qualify,
  repeated,
} from '../../engine/index.js';
import { StrataError } from '../../sdk/index.js';
import { type Answer } from './answer.js';
import { findContacts, insertContacts, type StoredContact } from './contact-table.js';
import { findDecisionTexts, findKeyUses, insertDecisions, type KeyUse } from './decision-table.js';
import { type Settlement } from './group-commit.js';
import { OfferCounters } from './offer-counters.js';
import { type SpentOffers, without } from './spent-offers.js';
import { type LogEntry, render, type RenderedDecision } from './stored-decision.js';

/** What is to be done about an entry, after a look at what the database holds. */
type Plan =
  | { readonly kind: 'settled'; readonly settlement: Settlement<Answer> }
  | { readonly kind: 'repeat'; readonly decision: string }
  | { readonly kind: 'new'; readonly entry: LogEntry; readonly contacts: readonly StoredContact[] };
type NewDecision = Extract<Plan, { readonly kind: 'new' }>;

/**
 * Settles a group of decisions inside one transaction: answers what was asked before, reserves stock and budget, decides
 * again what was refused, and appends everything to the log.
 */
export async function settleGroup(
  manager: EntityManager,
  entries: readonly LogEntry[],
  spent: SpentOffers,
): Promise<readonly Settlement<Answer>[]> {
  const plans = await planGroup(manager, entries);
  const made = await reserveGroup(manager, plans.filter(isNew), spent);
  await insertContacts(manager, [...made].flatMap(contactsOf));
  await insertDecisions(
    manager,
    [...made.values()].map(({ row }) => row),
  );
  const earlier = await earlierDecisions(manager, plans);
  return plans.map((plan) => settle(plan, made, earlier));
}

function isNew(plan: Plan): plan is NewDecision {
  return plan.kind === 'new';
}

async function planGroup(manager: EntityManager, entries: readonly LogEntry[]): Promise<readonly Plan[]> {
  const waits = collisionsInside(entries);
  const keys = entries.flatMap(({ idempotency }) => (idempotency === null ? [] : [idempotency.key]));
  const uses = keys.length === 0 ? new Map<string, KeyUse>() : await findKeyUses(manager, keys);
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
function asksForContacts({ choice }: LogEntry): boolean {
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
function planWithContacts(entry: LogEntry, contacts: readonly StoredContact[]): Plan {
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

/** The final decision of each plan: with its offer reserved, or decided again without what ran out. */
async function reserveGroup(
  manager: EntityManager,
  plans: readonly NewDecision[],
  spent: SpentOffers,
): Promise<ReadonlyMap<NewDecision, RenderedDecision>> {
  const lockers = plans.filter(({ entry }) => entry.choice.reservation !== null);
  const counters = await OfferCounters.lock(
    manager,
    lockers.map(({ entry }) => entry.choice.qualified),
  );
  const made = new Map(
    plans.map((plan) => [plan, render({ ...plan.entry, choice: reserve(plan.entry.choice, counters, spent) })]),
  );
  await counters.write(manager);
  return made;
}

function reserve(first: Choice, counters: OfferCounters, spent: SpentOffers): Choice {
  let choice = first;
  while (choice.reservation !== null) {
    const { strategy, offer } = choice.reservation;
    const refusal = counters.reserve(choice.reservation, choice.qualified.release);
    if (refusal === null) break;
    const pair = `${strategy}/${offer}`;
    spent.remember(choice.qualified.release.hash, refusal, pair);
    choice = choose(choice.qualified, choice.scores, without(choice.availability, refusal, pair));
  }
  return choice;
}

function contactsOf([plan, { decision }]: [NewDecision, RenderedDecision]): readonly StoredContact[] {
  const { strategy, offer, userId, id } = decision;
  if (strategy === null || offer === null || !limitsContacts(plan, strategy)) return [];
  const numbers = plan.contacts.filter((contact) => contact.strategy === strategy).map(({ number }) => number);
  const at = plan.entry.choice.qualified.input.now;
  return [{ userId, strategy, offer: offer.id, at, decision: id, number: Math.max(0, ...numbers) + 1 }];
}

function limitsContacts({ entry }: NewDecision, strategy: string): boolean {
  const found = entry.choice.qualified.release.strategies.find(({ document }) => document.id === strategy);
  return found?.document.limits?.perUser !== undefined;
}

async function earlierDecisions(manager: EntityManager, plans: readonly Plan[]): Promise<ReadonlyMap<string, string>> {
  const ids = plans.flatMap((plan) => (plan.kind === 'repeat' ? [plan.decision] : []));
  return ids.length === 0 ? new Map<string, string>() : findDecisionTexts(manager, ids);
}

function settle(
  plan: Plan,
  made: ReadonlyMap<NewDecision, RenderedDecision>,
  earlier: ReadonlyMap<string, string>,
): Settlement<Answer> {
  if (plan.kind === 'settled') return plan.settlement;
  if (plan.kind === 'repeat') return answerRepeated(plan.decision, earlier.get(plan.decision));
  const row = made.get(plan)?.row;
  if (row === undefined) return { status: 'deferred' };
  return { status: 'done', result: { text: row.decision, outcome: row.outcome, again: false } };
}

function answerRepeated(id: string, text: string | undefined): Settlement<Answer> {
  if (text === undefined) {
    return { status: 'failed', error: new StrataError('NOT_FOUND', `The decision ${id} is no longer in the log.`) };
  }
  const decision = repeated(JSON.parse(text) as Decision);
  return { status: 'done', result: { text: JSON.stringify(decision), outcome: decision.outcome, again: true } };
}
