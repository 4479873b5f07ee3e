export { answerTo, assertWanted, recommenderCalled, type RecommendationQuestion } from './answer.js';
export type { LikelyPerson, SoughtGoods } from './people-for-items.js';
export type { RecommendedList } from './lists/question.js';
export { RecommenderDesk } from './recommender-desk.js';
