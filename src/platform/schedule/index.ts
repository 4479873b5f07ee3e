export { startDue } from './start-due.js';
