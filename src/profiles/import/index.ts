export { type ImportKind, parseMapping } from './fields.js';
export { importFile, type ImportRequest, type ImportSummary } from './import-file.js';
