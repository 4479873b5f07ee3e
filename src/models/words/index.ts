export { modelPhrases } from './languages.js';
export type { ModelPhrases } from './english/english.js';
export type {
  FailureWord,
  Move,
  Reach,
  Selection,
  StandingWord,
  Stretch,
  ValueStatement,
  WeightingRefusal,
} from './subjects/subjects.js';
