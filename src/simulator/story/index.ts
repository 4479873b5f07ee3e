export { trueOutcome } from './judge.js';
export {
  type SelectorComparison,
  SELECTORS,
  type StorySelector,
  type Story,
  type StoryRows,
  replayStory,
} from './story.js';
