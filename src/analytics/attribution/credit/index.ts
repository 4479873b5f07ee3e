export { creditRemoval, type RemovalCredit } from './by-removal.js';
export { type Credit, creditShapley, creditTouches, TOUCH_RULES } from './by-rule.js';
export { JourneyCounter, type Journeys, MOST_CHANNELS } from './journeys.js';
