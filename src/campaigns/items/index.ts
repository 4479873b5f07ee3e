export { addItems, hasItems, ITEMS_COLUMN } from './list-items.js';
