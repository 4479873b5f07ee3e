export type * from './contracts.js';
export { defaultPluginDirectories } from './directories.js';
export { frameOf } from './features.js';
export { openPluginHost } from './host.js';
