export * from './documents.js';
export * from './load.js';
export * from './publish.js';
export * from './read-document.js';
export * from './release-hash.js';
export * from './release-store.js';
export { releaseEntities } from './release.entity.js';
export * from './releases.controller.js';
export * from './validate.js';
