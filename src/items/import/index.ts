export { importItems, type ItemImportSummary } from './import-items.js';
export { parseItemMapping } from './item-plan.js';
