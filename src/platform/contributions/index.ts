export { contribution, type ContributionKind } from './contribution.js';
