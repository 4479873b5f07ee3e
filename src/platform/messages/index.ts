export { messageIn, problemsIn, reportTextIn, withNotesIn } from './say.js';
