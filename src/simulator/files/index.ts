export { type EventFiles, writeEvents } from './write-events.js';
export { shopEvents } from './shop-events.js';
export { type ShopFiles, userIdOf, writeShop } from './write.js';
