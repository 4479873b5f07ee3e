export { type EventFiles, writeEvents } from './write-events.js';
export { userIdOf, writeShop } from './write.js';
