export { openSource } from './open-source.js';
export { DEEPEST_ROW, type RowSource, type SourceBatch, type SourceRow, statOf } from './source.js';
