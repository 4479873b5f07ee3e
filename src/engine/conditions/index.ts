export { lintCondition } from './checks/lint.js';
export { validateCondition } from './checks/validate.js';
export { type CompiledCondition, type CompiledConditions, compileCondition, compileConditions } from './compile.js';
export { allRows, type ColumnResolver, factAt, type FactColumn, factColumnOf } from './code/fact-column.js';
export { flippingValues } from './flipping.js';
export { OPERATOR_NAMES } from './language/operators.js';
export {
  type ConditionOptions,
  type ConditionTrace,
  type FactRef,
  type FactResolver,
  type LeafTrace,
  PARAMETERISED_FACTS,
  type SqlColumns,
  type ValidationOptions,
} from './language/types.js';
export { sequentialLeaves, sequentialParts } from './sequential-parts.js';
export { DATE_PATTERN, dateValue } from './values/dates.js';
export { leafPhrase } from './words/leaf-words.js';
