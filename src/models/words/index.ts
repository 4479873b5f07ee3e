export { modelPhrases } from './languages.js';
export type { ModelPhrases } from './english/english.js';
export type { FailureWord, SelectionSubject, ValueStatement, WeightingRefusal } from './subjects/subjects.js';
