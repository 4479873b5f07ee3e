export { type ArrowBatch, type ArrowSource, openArrow, unknownColumn } from './read-arrow.js';
export { type ValueColumn, type ValueKind } from './value-column.js';
export { ArrowWriter, type WrittenCell, type WrittenFields } from './write-arrow.js';
