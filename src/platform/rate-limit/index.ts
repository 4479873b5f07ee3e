export { limitRates } from './rate-limit.js';
