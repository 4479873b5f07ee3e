export { inTurns } from './in-turns.js';
export { bindPlainly } from './async-bindings.js';
export { collectGarbageAlone } from './garbage-collection.js';
export { closeOnSignal } from './shutdown.js';
