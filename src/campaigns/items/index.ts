export { addItems, hasItems, itemNotes, ITEMS_COLUMN } from './list-items.js';
