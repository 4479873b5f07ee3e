export type { AnalysisPhrases } from './english.js';
export { analysisPhrases } from './languages.js';
