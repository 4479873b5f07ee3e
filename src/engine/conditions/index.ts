export {
  compileCondition,
  compileConditions,
  type CompiledCondition,
  type CompiledConditions,
} from './compile.js';
export { flippingValues } from './flipping.js';
export { factWords, leafPhrase, leafWords } from './leaf-words.js';
export { lintCondition } from './lint.js';
export { durationWords, valueWords } from './phrases.js';
export { DATE_PATTERN, dateValue } from './dates.js';
export { OPERATOR_NAMES } from './operators.js';
export { factsNamedIn } from './segments.js';
export * from './types.js';
export { validateCondition } from './validate.js';
export { isStorable, type SqlDialect, sqlName, sqlNumber, sqlText } from './sql-text.js';
