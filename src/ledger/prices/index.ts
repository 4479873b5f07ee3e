export { type FoundPrices, keepPrices } from './price-table.js';
export { livePrices, ShadowPrices } from './shadow-prices.js';
