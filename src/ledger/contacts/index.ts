export {
  CONTACT_COLUMNS,
  type ContactedPerson,
  type StoredContact,
  contactValues,
  findContacts,
  inOrder,
  insertContacts,
} from './contact-table.js';
