export { deleteItem, findItem, listItems, type StoredItem, type WrittenItems, writeItems } from './item-table.js';
export { checkItemValues, declaredItemFacts, EXPECTED, type Item, valueOfType } from './item-values.js';
export { KnownItems } from './known-items.js';
export { type CatalogueColumn, type ItemTable, readItemTable } from './read-item-table.js';
