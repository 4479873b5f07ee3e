export { type AskedPlugins, type PluginCatalogue, askPlugins } from './plugin-catalogue.js';
export { type StoredEvents, storedEvents } from './stored-events.js';
export { type Validation, validateDocuments, validateInTurns } from './validate.js';
export { documentsOrThrow, validateWithPlugins } from './validate-with-plugins.js';
