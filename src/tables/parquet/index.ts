export type { ParquetColumn, ParquetField } from './columns.js';
export { type EncodedRows, encodeRows } from './encode.js';
export { ParquetFile } from './parquet-file.js';
