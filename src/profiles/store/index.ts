export { deriveConsents, deriveProfiles, ensureProfiles } from './derive.js';
export { deleteExpired } from './erasure/apply-retention.js';
export { AUDIT_PERSON_STORE, recordPersonChange } from './erasure/audit-trail.js';
export { erasePerson } from './erasure/erase.js';
export { PROFILE_PERSON_STORE } from './erasure/own-person-store.js';
export type { PersonStore } from './erasure/person-store.js';
export { type RetentionPolicy, parseRetention } from './erasure/retention.js';
export { sweep } from './erasure/sweep.js';
export { ingest } from './ingest.js';
export { jsonText } from './json-text.js';
export { lastSaid } from './last-said.js';
export { type Message, rememberMessages } from './message-table.js';
export { findProfile } from './persons/find-profile.js';
export { lockIds } from './persons/locks.js';
export {
  type ErasedIds,
  erasedSince,
  idsOfPersons,
  lookUp,
  resolvePersons,
  suppressedAmong,
} from './persons/persons.js';
export type { Profile } from './persons/profile.js';
export { type FoundPerson, type PeopleSearch, searchPeople } from './persons/search-people.js';
export { type RecentEvent, recentEvents } from './persons/recent-events.js';
export { EVENT_JOURNAL, RELATIONS } from './relations.js';
export { withRetries } from './persons/retry.js';
export { addConsents, addSuppression } from './source-table.js';
