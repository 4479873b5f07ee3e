export { allocationPhrases } from './languages.js';
export type { NamedLimit } from './subjects.js';
