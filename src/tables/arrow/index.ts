export { type ArrowBatch, type ArrowSource, openArrow, unknownColumn } from './read-arrow.js';
export { ArrowWriter, type WrittenCell, type WrittenFields } from './write-arrow.js';
