export { answerQuestions } from './answer-questions.js';
export { Crew } from './crew.js';
export { type Workbench } from './tasks.js';
