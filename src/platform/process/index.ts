export { collectGarbageAlone } from './garbage-collection.js';
export { closeOnSignal } from './shutdown.js';
