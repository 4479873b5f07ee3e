export { comparisonsOf, readoutPage, type ReadoutPageContent } from './readout-page.js';
export { amountOf, intervalWords, pWords, shareWords } from './readout-words.js';
