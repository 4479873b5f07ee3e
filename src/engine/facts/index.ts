export { type EventFold, compileEventQuery, measureEvents } from './events.js';
