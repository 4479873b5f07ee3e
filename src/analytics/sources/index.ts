export { type EventHome, type WantedEvents } from './event-home.js';
export { openEvents } from './open-events.js';
