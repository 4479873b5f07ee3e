export { type EventFiles, writeEvents, writeItems, writeMedia } from './write-events.js';
export { type ShopEvent, shopEvents } from './shop-events.js';
export { shopProfiles } from './shop-profiles.js';
export { type ShopFiles, userIdOf, writeShop } from './write.js';
