export type { PluginHost, TrainRequest, TrainedModel } from './contracts.js';
export { configuredHost, defaultPluginDirectories } from './directories.js';
export { openPluginHost } from './host.js';
export { skeletonFiles } from './skeleton.js';
