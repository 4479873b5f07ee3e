export {
  type Fitted,
  type FitRequest,
  type FittedPlugin,
  PLUGIN_HOST,
  type PluginHost,
  type PluginHostOptions,
  type Policy,
  type TrainRequest,
  type TrainedModel,
} from './contracts.js';
export { configuredHost, defaultPluginDirectories } from './directories.js';
export { knownPlugins, openPluginHost } from './host.js';
