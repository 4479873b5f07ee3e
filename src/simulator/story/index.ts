export { type Comparison, SELECTORS, type SelectorId, type Story, type StoryRows, replayStory } from './story.js';
