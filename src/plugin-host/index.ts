export { checkPlugin, type ContractResult } from './contract/check-plugin.js';
export type * from './contracts.js';
export { configuredHost, defaultPluginDirectories } from './directories.js';
export { type FeatureSpec, frameOf } from './features.js';
export { openPluginHost } from './host.js';
export { type Calibration } from './calibration.js';
export type * from './scores.js';
export { referenceQuantiles, sameRank } from './reference.js';
export { type SkeletonFile, skeletonFiles } from './skeleton.js';
