import { existsSync } from 'node:fs';
import { type Config } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { OWN_PLUGINS } from './admission/index.js';
import { type PluginHostOptions } from './contracts.js';

/** Where plugins live: the package's own (built), then the folder that `PLUGINS_DIR` names. */
export function defaultPluginDirectories(config: { readonly pluginsDir?: string | undefined }): readonly string[] {
  return config.pluginsDir === undefined ? [OWN_PLUGINS] : [OWN_PLUGINS, config.pluginsDir];
}

/**
 * How a host is opened that a configuration describes.
 *
 * @throws StrataError BAD_CONFIGURATION where the folder of further plugins is not there
 */
export function configuredHost(config: Pick<Config, 'pluginsDir' | 'plugins'>): PluginHostOptions {
  const { pluginsDir } = config;
  if (pluginsDir !== undefined && !existsSync(pluginsDir)) throw missing(pluginsDir);
  return { directories: defaultPluginDirectories(config), ...config.plugins };
}

function missing(folder: string): StrataError {
  const problem = {
    message: `There is no folder ${folder}.`,
    pointer: '/PLUGINS_DIR',
    expected: 'a folder with plugins',
  };
  return new StrataError('BAD_CONFIGURATION', 'The folder of plugins is not there.', { problems: [problem] });
}
