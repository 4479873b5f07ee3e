export { BadRow, readId } from './cells.js';
export { type ImportKind, parseMapping } from './fields.js';
export { type ImportSummary, importFile } from './import-file.js';
export { type Reject, RejectFile } from './rejects.js';
