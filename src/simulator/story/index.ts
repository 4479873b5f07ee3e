export { type Comparison, SELECTORS, type ScoredRows, type SelectorId, type Story, replayStory } from './story.js';
