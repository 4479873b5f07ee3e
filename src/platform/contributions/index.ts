export { contribution } from './contribution.js';
