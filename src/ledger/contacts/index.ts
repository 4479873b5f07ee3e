export { bookContacts, unbookContacts } from './book-contacts.js';
export {
  CONTACT_COLUMNS,
  DECISION,
  type ContactedPerson,
  type StoredContact,
  contactValues,
  contactsAt,
  exportContacts,
  findContacts,
  forgetContacts,
  inOrder,
  insertContacts,
} from './contact-table.js';
export { knownPeople } from './known-people.js';
