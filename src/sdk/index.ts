export * from './base-scorer.js';
export * from './errors.js';
export * from './frame.js';
export { PLUGIN_KINDS, type PluginKind, type PluginKindCode, shapeProblems } from './kinds.js';
export * from './manifest.js';
export * from './nearest.js';
export * from './random.js';
export * from './scorer.js';
export { adviceFor, synonymOf } from './synonyms.js';
