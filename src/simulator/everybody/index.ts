export { EVERYBODY, type EverybodyMailing, mailEverybody } from './mail-everybody.js';
export { type LastCarts, lastCarts } from './carts.js';
