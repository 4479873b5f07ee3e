export { attributePath } from './attribute-path.js';
export { eventFileSql } from './event-file.js';
export { type ExplainedFact, type ExplainedFacts, FactExplainer } from './explain-facts.js';
export { factsSql, type FactsSqlOptions } from './facts-sql.js';
export { FactGatherer } from './gatherer.js';
export { joinFacts } from './join-facts.js';
export { notePeople } from './population.js';
export { profileFileSql } from './profile-file.js';
export { type JoinedPerson, NOBODY, type StoredFacts } from './stored-facts.js';
