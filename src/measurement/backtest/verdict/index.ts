export { comparedVerdict, type ComparedGrounds, verdictOf } from './verdict.js';
