import { type EntityManager } from 'typeorm';
import { type Contact } from '../../engine/index.js';
import { placeholders } from './decision-table.js';

/** A contact as it is stored: the running number counts a user's contacts of one strategy. */
export interface StoredContact extends Contact {
  readonly userId: string;
  readonly number: number;
  readonly decision: string;
}

interface ContactRow extends Omit<StoredContact, 'at'> {
  readonly at: Date;
}

/** All contacts of these users, the oldest first. */
export async function findContacts(
  manager: EntityManager,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredContact[]>> {
  const rows: ContactRow[] = await manager.query(
    `select user_id as "userId", strategy, number, offer, decision_id as decision, at
     from contacts where user_id = any($1) order by at, strategy`,
    [userIds],
  );
  const contacts = new Map<string, StoredContact[]>();
  for (const row of rows) {
    const contact = { ...row, at: row.at.getTime() };
    const earlier = contacts.get(row.userId);
    if (earlier === undefined) contacts.set(row.userId, [contact]);
    else earlier.push(contact);
  }
  return contacts;
}

/** The columns of a contact, in the order of {@link contactValues}. */
export const CONTACT_COLUMNS = ['user_id', 'strategy', 'number', 'offer', 'decision_id', 'at'] as const;

/** A contact as the values of its columns. */
export function contactValues(contact: StoredContact): readonly (string | number)[] {
  const { userId, strategy, number, offer, decision, at } = contact;
  return [userId, strategy, number, offer, decision, new Date(at).toISOString()];
}

/**
 * Stores contacts. Where another process has just contacted one of the users, the running number is taken and the
 * statement fails as a unique violation.
 */
export async function insertContacts(manager: EntityManager, contacts: readonly StoredContact[]): Promise<void> {
  if (contacts.length === 0) return;
  await manager.query(
    `insert into contacts (${CONTACT_COLUMNS.join(', ')})
     values ${placeholders(contacts.length, CONTACT_COLUMNS.length)}`,
    contacts.flatMap(contactValues),
  );
}

/** In one order everywhere, so that two processes that contact the same users wait in one direction only. */
export function inOrder(contacts: readonly StoredContact[]): readonly StoredContact[] {
  return contacts.toSorted((a, b) => compare(a.userId, b.userId) || compare(a.strategy, b.strategy));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
