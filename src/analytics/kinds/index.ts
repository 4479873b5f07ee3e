export { kindOf } from './kinds.js';
