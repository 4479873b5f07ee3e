export { attribute } from './attribute.js';
export { ATTRIBUTION } from './attribution.js';
export { type CollectedJourneys } from './collected.js';
export { journeysOfEvents } from './event-journeys.js';
export { journeysOfFile } from './path-journeys.js';
export { readAttribution } from './read-attribution.js';
