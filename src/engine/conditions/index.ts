export { compileCondition, compileConditions } from './compile.js';
export { flippingValues } from './flipping.js';
export { factWords, leafPhrase, leafWords } from './leaf-words.js';
export { lintCondition } from './lint.js';
export { durationWords } from './phrases.js';
export * from './types.js';
export { validateCondition } from './validate.js';
export { isStorable, type SqlDialect, sqlName, sqlNumber, sqlText } from './sql-text.js';
