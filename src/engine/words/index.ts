export { inLanguage } from './catalogue.js';
export { zh } from './chinese/joining.js';
export type { Comparison } from './subjects/comparison.js';
export type { Phrases } from './english/english.js';
export { phrasesOf } from './languages.js';
export type { AccountSubject } from './subjects/decision-subjects.js';
export { isShare } from './subjects/names.js';
