export { decisionExposures } from './project-decisions.js';
