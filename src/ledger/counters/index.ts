export { type Demand, OfferCounters, demandsOf } from './offer-counters.js';
export { countedOf, spentOf } from './spent-now.js';
export { SpentOffers } from './spent-offers.js';
