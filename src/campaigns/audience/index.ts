export type { PreparedAudience, AudienceSource, AudienceStep, StoppedPeople } from './people/audience.js';
export { countWords } from './people/count-words.js';
export { openBounded } from './people/duckdb.js';
export { openAudience } from './open-audience.js';
export type { PersonState, PersonStates, StateContact } from './people/person-states.js';
export { type AudienceBlock, type BlockPeople, BlockReader, blocksOf } from './read-block.js';
