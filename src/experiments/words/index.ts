export type { ExperimentPhrases } from './english/english.js';
export { experimentPhrases } from './languages.js';
export type * from './subjects/subjects.js';
