export { messageIn, problemsIn, withNotesIn } from './say.js';
