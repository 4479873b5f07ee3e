export { CONFIG, type Config, loadConfig, secretNamed } from './config.js';
export { pluginEnvironment } from './plugin-environment.js';
