import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Config } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { type PluginHostOptions } from './contracts.js';

/** Where plugins live: the package's own (built), then the folder that `PLUGINS_DIR` names. */
export function defaultPluginDirectories(config: { readonly pluginsDir?: string | undefined }): readonly string[] {
  const own = fileURLToPath(new URL('../../dist/plugins', import.meta.url));
  return config.pluginsDir === undefined ? [own] : [own, config.pluginsDir];
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
