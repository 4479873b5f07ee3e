export { messageIn, problemsIn } from './say.js';
