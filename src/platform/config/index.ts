export { CONFIG, type Config, loadConfig } from './config.js';
export { pluginEnvironment } from './plugin-environment.js';
