export { type Admission, builtAdmission, keepAdmission, OWN_PLUGINS } from './built-admission.js';
export { findPluginFolders, type FoundPlugin, readManifest } from './discovery.js';
export type { Manifest } from './manifest.js';
