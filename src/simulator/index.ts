export {
  type Campaign,
  type Customers,
  type History,
  type Kind,
  KINDS,
  type Part,
  PARTS,
  type Shop,
  type ShopOptions,
  type Truth,
  type World,
  WORLDS,
} from './shop.js';
export { type Outcome, type StoryMoney } from './judge.js';
export { factsOfRows, learningRows, rowsOfPart, testedRows } from './rows.js';
export { simulateShop } from './simulate.js';
export {
  type Comparison,
  type LeaveOutPoint,
  replayStory,
  type ScoredRows,
  type SelectorId,
  SELECTORS,
  type Story,
} from './story.js';
export { type EventFiles, writeEvents } from './write-events.js';
export { type ShopFiles, userIdOf, writeShop } from './write.js';
