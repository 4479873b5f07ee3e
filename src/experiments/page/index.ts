export { HOLDOUT_FIGURES, holdoutAmount, holdoutPage } from './holdout-page.js';
export { comparisonsOf, readoutPage, type ReadoutPageContent } from './readout-page.js';
export { amountOf, intervalWords, mostWords, pWords, shareWords } from './readout-words.js';
