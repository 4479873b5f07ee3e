export { recommendedFor } from './recommended.js';
