export { creditRemoval } from './by-removal.js';
export { creditShapley, creditTouches, TOUCH_RULES } from './by-rule.js';
export { JourneyCounter, type Journeys, MOST_CHANNELS } from './journeys.js';
export { MARKOV_ORDERS, type MarkovOrder } from './markov-chain.js';
