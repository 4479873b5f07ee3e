export { type EventFiles, writeEvents } from './write-events.js';
export { shopEvents } from './shop-events.js';
export { userIdOf, writeShop } from './write.js';
