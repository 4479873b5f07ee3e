export { readSums } from './sums-of-rows.js';
export { readSumsFile, sumsJsonSchema } from './sums-file.js';
export { type SumsBody, sumsBody } from './sums.schema.js';
