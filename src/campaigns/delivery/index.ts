export { countBatches, listBatches, offersTold } from './list-batches.js';
export { type DeliveryBatch, pushBatches } from './push-batches.js';
export { keysOf } from './signature.js';
