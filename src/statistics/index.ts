export { isotonicBlocks, type IsotonicBlock, isotonicRegression, isotonicValue, type IsotonicFit } from './isotonic.js';
export { rocAuc } from './roc-auc.js';
