export { type EventColumn, type EventHome, type WantedEvents } from './event-home.js';
export { type EventReading, openEvents } from './open-events.js';
