export { FactGatherer } from './gatherer.js';
export { NOBODY, type StoredFacts } from './stored-facts.js';
