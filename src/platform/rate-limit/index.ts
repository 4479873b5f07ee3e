export { limitRates, Unlimited } from './rate-limit.js';
