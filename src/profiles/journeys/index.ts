export { type JourneyQuestion, storedJourneys } from './stored-journeys.js';
