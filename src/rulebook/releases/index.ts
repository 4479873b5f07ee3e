export { type ReleaseChanges, compareReleases } from './compare-releases.js';
export { CurrentRelease } from './current-release.js';
export { documentCalled, noDocumentCalled } from './document-called.js';
export { type DocumentVersion, documentVersions, saidSince } from './document-versions.js';
export { publish, publishOnFirstStart } from './publish.js';
export { checkDocument, type Collection, documentAt, documentsIn, etagOf, putDocument } from './put-document.js';
export {
  type Publication,
  type Published,
  type PublishedRelease,
  ReleaseStore,
  type RollbackTarget,
} from './release-store.js';
export { storedDocuments } from './stored-documents.js';
export { writeDocuments } from './write.js';
