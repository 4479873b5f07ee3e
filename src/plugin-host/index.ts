export { checkPlugin, type ContractResult } from './contract/check-plugin.js';
export type * from './contracts.js';
export { configuredHost, defaultPluginDirectories } from './directories.js';
export { frameOf } from './features.js';
export { openPluginHost } from './host.js';
export { referenceQuantiles, sameRank } from './reference.js';
export { type SkeletonFile, skeletonFiles } from './skeleton.js';
