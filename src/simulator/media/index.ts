export { type MediaBooks, simulateMedia } from './media.js';
