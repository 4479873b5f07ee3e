export type { ColumnForm } from './cells/reading.js';
export { csvCell } from './csv-cell.js';
export { type DataFile, fileHashes, hashFile, openDataFile, tableAccess, withDataFile } from './data-file.js';
export { asBadFile } from './cells/file-problems.js';
