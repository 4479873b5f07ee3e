export { readSums } from './sums-of-rows.js';
export { readSumsFile, sumsJsonSchema } from './sums-file.js';
export { sumsBody } from './sums.schema.js';
