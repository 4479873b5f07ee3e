export { MESSAGES, type MessageType, batchSchema } from './message.schema.js';
export { type BatchAnswer, Tracking } from './tracking.js';
