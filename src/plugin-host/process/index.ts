export { DEFAULT_MEMORY_MB } from './memory.js';
export { PluginProcess, type ProcessLimits, endingError, revive } from './plugin-process.js';
