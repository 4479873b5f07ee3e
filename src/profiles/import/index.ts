export { type ImportKind, parseMapping } from './fields.js';
export { importFile, type ImportSummary } from './import-file.js';
