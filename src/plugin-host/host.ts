import { StrataError } from '../sdk/index.js';
import { type PluginHost, type PluginHostOptions } from './contracts.js';

/**
 * Finds and admits all plugins. A failed check stops the start: throws the check's code (`PLUGIN_…`) and names the
 * folder.
 */
export function openPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  return Promise.reject(new StrataError('UNAVAILABLE', `Not built yet: ${options.directories.join(', ')}`));
}
