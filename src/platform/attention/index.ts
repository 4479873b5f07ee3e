export { AttentionController } from './attention.controller.js';
export { type AttentionEntry, type AttentionSource, AttentionSources } from './attention.js';
export { JobAttention } from './job-attention.js';
