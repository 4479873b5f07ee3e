export { skeletonFiles } from './skeleton-files.js';
