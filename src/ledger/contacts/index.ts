export {
  CONTACT_COLUMNS,
  type ContactedPerson,
  type StoredContact,
  contactValues,
  contactsAt,
  findContacts,
  inOrder,
  insertContacts,
} from './contact-table.js';
