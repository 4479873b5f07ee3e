export { scoreFile } from './score-file.js';
