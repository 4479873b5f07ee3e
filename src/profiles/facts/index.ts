export { FactGatherer } from './gatherer.js';
export { notePeople } from './population.js';
export { NOBODY, type StoredFacts } from './stored-facts.js';
