export { type ContactBooking, bookContacts, unbookContacts } from './book-contacts.js';
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
export { type KnownPerson, knownPeople } from './known-people.js';
