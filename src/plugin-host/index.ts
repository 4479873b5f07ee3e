export { PLUGIN_HOST, type PluginHost, type TrainRequest, type TrainedModel } from './contracts.js';
export { configuredHost, defaultPluginDirectories } from './directories.js';
export { knownPlugins, openPluginHost } from './host.js';
export { skeletonFiles } from './skeleton.js';
