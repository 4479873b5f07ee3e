import { type Contact, type Decision, type DecisionInput, switchedOffOf } from '../../index.js';
import { type CompiledRelease, type CompiledStrategy, isGoalReached, standsUntil } from '../../plan/index.js';
import { choose, type Choice } from './choose.js';
import { qualify } from './qualify.js';

/** A contact that came from a decision of ours. */
export type DecidedContact = Contact & { readonly decision: string };

/** What becomes of a question once the person's contacts are known. */
export type Answering =
  { readonly kind: 'repeat'; readonly contact: DecidedContact } | { readonly kind: 'new'; readonly choice: Choice };

/**
 * Decides again, knowing whom the person was contacted by: who was contacted gets the same decision while it stands and
 * the person may still be addressed; other contacts count against the caps of a new one.
 */
export function decideKnowing(choice: Choice, contacts: readonly Contact[]): Answering {
  if (contacts.length === 0) return { kind: 'new', choice };
  const { qualified, scores, availability, policies } = choice;
  const { release } = qualified;
  const input = Object.freeze({ ...qualified.input, contacts: Object.freeze([...contacts]) });
  const contact = contactToRepeat(input, release);
  if (contact !== null && mayBeAddressed(input, release, contact.strategy)) return { kind: 'repeat', contact };
  return { kind: 'new', choice: choose(qualify(input, release), scores, availability, policies) };
}

/** Consent that was withdrawn, a suppression, or a strategy that was stopped also ends the repeating of what was offered before. */
function mayBeAddressed(input: DecisionInput, release: CompiledRelease, strategy: string): boolean {
  const { consent, suppressed } = input;
  if (switchedOffOf(input, strategy, 'stop') !== null) return false;
  const purpose = release.strategies.find(({ document }) => document.id === strategy)?.document.consent;
  return !suppressed && (purpose === undefined || consent.includes(purpose));
}

/**
 * Asking twice: the latest contact from a decision of a strategy that is asked, as long as its offer stands. Its decision
 * is the answer again (`repeated`), whatever else the user would qualify for now: an offer is a contact, and asking does
 * not make a second one.
 *
 * An offer stands until the first of: its goal is reached, its goal's window ends, or the share of `limits.perUser.within`
 * that falls to each of `limits.perUser.contacts` is over (all of it for one contact, half for two). After that a new
 * decision is made, under the strategy's cap. Null where a new decision is to be made.
 */
export function contactToRepeat(input: DecisionInput, release: CompiledRelease): DecidedContact | null {
  let latest: DecidedContact | null = null;
  for (const contact of input.contacts) {
    if (!isDecided(contact) || contact.at > input.now || contact.at < (latest?.at ?? -Infinity)) continue;
    if (input.strategies !== null && !input.strategies.includes(contact.strategy)) continue;
    const strategy = release.strategies.find(({ document }) => document.id === contact.strategy);
    if (strategy !== undefined && stands(contact, strategy, input)) latest = contact;
  }
  return latest;
}

/** The same decision, marked as one that was made before; `userId` is the id that was asked about now. */
export function repeated(decision: Decision, userId = decision.userId): Decision {
  return { ...decision, userId, repeated: true };
}

function stands(contact: DecidedContact, strategy: CompiledStrategy, input: DecisionInput): boolean {
  const until = standsUntil(contact.at, strategy);
  return until !== null && input.now < until && !isGoalReached(contact, strategy.document, input);
}

function isDecided(contact: Contact): contact is DecidedContact {
  return contact.decision !== undefined;
}
