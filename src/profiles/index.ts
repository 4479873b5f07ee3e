export { type AliasCall, type Call, type ConsentWord, type IdentifyCall, type Tally, type TrackCall } from './calls.js';
export { PROFILE_ENDPOINTS } from './http/endpoints.js';
export { importFile, type ImportKind, type ImportSummary, parseMapping } from './import/index.js';
export { type PersonStore } from './person-store.js';
export { type Consent, type Profile } from './profile.js';
export {
  type ConsentChange,
  type Erasure,
  type PersonExport,
  ProfileStore,
  type SuppressionChange,
} from './profile-store.js';
export { type ProfileParts, ProfilesModule } from './profiles.module.js';
export {
  eventNameSchema,
  isPlainText,
  messageIdSchema,
  personIdSchema,
  plainText,
  purposeSchema,
  somebodySchema,
  userIdSchema,
} from './plain-text.js';
export { CountedQuality, type EventQuality, type QualityReport, qualityReport, relearn } from './quality/index.js';
export { type DataQuality, type ReceivedEvent } from './received.js';
export { parseRetention, type RetentionPolicy } from './retention.js';
export { startRetention } from './retention-job.js';
export { lastSaid } from './store/last-said.js';
export { idsOfPersons, resolvePersons } from './store/persons.js';
export * from './facts/index.js';
export { momentSchema } from './moment.js';
export { isNobody } from './nobody.js';
export { PREVIEW_ENDPOINT, PreviewModule, previewSegment, type SegmentPreview } from './preview/index.js';
