import { fileURLToPath } from 'node:url';

/** Where plugins live: the package's own (built), then the folder that `PLUGINS_DIR` names. */
export function defaultPluginDirectories(config: { readonly pluginsDir?: string | undefined }): readonly string[] {
  const own = fileURLToPath(new URL('../../dist/plugins', import.meta.url));
  return config.pluginsDir === undefined ? [own] : [own, config.pluginsDir];
}
