export { type ImportKind, parseMapping } from './fields.js';
export { type ImportSummary, importFile } from './import-file.js';
