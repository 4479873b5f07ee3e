export { emptyHistory, interactionsOf, type InteractionLog, itemsIn, readInteractions } from './interaction-log.js';
export { listQuality } from './list-quality.js';
export { type OpenRecommender, openRecommender } from './open-recommender.js';
export { type Recommended } from './popular-items.js';
export { RECOMMENDATIONS } from './recommendations.js';
