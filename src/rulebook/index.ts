export { type DocumentKind, type DocumentOf, type SourceDocument, type SourceDocuments } from './documents.js';
export { historyQuery, parseRequest, rollbackBody } from './http/request.js';
export { RULEBOOK_ENDPOINTS } from './http/endpoints.js';
export { loadDocuments } from './load.js';
export { compareReleases, type ReleaseChanges } from './compare-releases.js';
export { documentsOrThrow, publish, publishOnFirstStart, validateWithPlugins } from './publish.js';
export { readDocument } from './read-document.js';
export { releaseHash } from './release-hash.js';
export {
  type Publication,
  type Published,
  type PublishedRelease,
  ReleaseStore,
  type RollbackTarget,
} from './release-store.js';
export { releaseEntities } from './release.entity.js';
export { RulebookModule, type RulebookParts } from './rulebook.module.js';
export { jsonSchemas } from './schemas/json-schemas.js';
export { SCHEMAS } from './schemas/schemas.js';
export { requestDocuments } from './request-documents.js';
export { type AskedPlugins, askPlugins, type PluginCatalogue } from './plugin-catalogue.js';
export { type StoredEvents } from './stored-events.js';
export { validateDocuments, validateInTurns, type Validation } from './validate.js';
export { explainDocument, sourceWords } from './explain/explain.js';
export { type ExplainedDocument } from './explain/explained-document.js';
export { writeDocuments, type Written } from './write.js';
