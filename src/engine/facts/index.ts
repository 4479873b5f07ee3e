export { type EventFold, compileEventQuery, measureEvents } from './events.js';
export type { FactBasis, FactColumnSql, Derivation } from './source-kind.js';
export { basisOf, type FactSourceCode, kindOfSource, ofSource, sourceCodeOf, traitsOf, withParts } from './sources.js';
