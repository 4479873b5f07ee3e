export { type Contribution, contribution } from './contribution.js';
