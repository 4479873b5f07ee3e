export { PolicyDesk } from './policy-desk.js';
