export { LIFETIME_VALUE } from './lifetime-value.js';
