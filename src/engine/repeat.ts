import { type Decision } from './decision.js';
import { type Contact, type DecisionInput } from './input.js';
import { type CompiledRelease } from './release.js';

/** A contact that came from a decision of ours. */
export type DecidedContact = Contact & { readonly decision: string };

/**
 * Asking twice: the latest contact from a decision of a strategy that is asked, inside that strategy's
 * `limits.perUser.within`. Its decision is the answer again (`repeated`), whatever else the user would qualify for now:
 * an offer is a contact, and asking does not make a second one. Null where a new decision is to be made.
 */
export function contactToRepeat(input: DecisionInput, release: CompiledRelease): DecidedContact | null {
  let latest: DecidedContact | null = null;
  for (const contact of input.contacts) {
    if (!isDecided(contact) || contact.at > input.now || contact.at < (latest?.at ?? -Infinity)) continue;
    if (input.strategies !== null && !input.strategies.includes(contact.strategy)) continue;
    const strategy = release.strategies.find(({ document }) => document.id === contact.strategy);
    const cap = strategy?.cap;
    if (cap !== undefined && cap !== null && contact.at > input.now - cap.within) latest = contact;
  }
  return latest;
}

/** The same decision, marked as one that was made before. */
export function repeated(decision: Decision): Decision {
  return { ...decision, repeated: true };
}

function isDecided(contact: Contact): contact is DecidedContact {
  return contact.decision !== undefined;
}
