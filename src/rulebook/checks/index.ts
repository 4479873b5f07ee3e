export { type AskedPlugins, type PluginCatalogue, askPlugins } from './context/plugin-catalogue.js';
export { type StoredEvents, storedEvents } from './context/stored-events.js';
export { assertNobodyMoves, movedPeople, movesPeople } from './running-experiments.js';
export { type Validation, validateDocuments, validateInTurns } from './validate.js';
export { documentsOrThrow, validateWithPlugins } from './validate-with-plugins.js';
