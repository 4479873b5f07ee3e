export type { PreparedAudience, AudienceSource, AudienceStep, StoppedPeople } from './people/audience.js';
export { countWords } from './people/count-words.js';
export { type FactSourceColumn, findFactColumns } from './files/fact-columns.js';
export { openBounded } from './people/duckdb.js';
export { type AudienceRequest, openAudience } from './open-audience.js';
export { contactsIn, keepStates, policyContactsIn } from './people/person-states.js';
export { type NeededFact, neededFacts } from './people/needed-facts.js';
export type { AskedStates, PersonState, PersonStates } from './people/person-states.js';
export { type AudienceBlock, type BlockPeople, BlockReader, blocksOf } from './read-block.js';
