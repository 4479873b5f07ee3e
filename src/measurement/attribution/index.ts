export { attribute, type AttributionReport, CREDIT_METHODS } from './attribute.js';
export { type CollectedJourneys } from './collected.js';
export { MARKOV_ORDERS } from './credit/index.js';
export { attributionPage } from './attribution-page.js';
export { journeysOfFile } from './path-file.js';
export { attributionWords, METHOD_WORDS } from './words.js';
export { journeysOfEvents } from './stored.js';
