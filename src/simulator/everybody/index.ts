export { EVERYBODY, type EverybodyMailing, mailEverybody } from './mail-everybody.js';
export { lastCarts } from './carts.js';
