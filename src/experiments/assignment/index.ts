export { type Assignment, assigner } from './assigner.js';
