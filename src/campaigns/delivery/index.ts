export { countBatches, listBatches } from './list-batches.js';
export { pushBatches } from './push-batches.js';
export { keysOf } from './signature.js';
