import { fileURLToPath } from 'node:url';
import { delimiter } from 'node:path';

/** Where plugins live: the package's own (built), then those of `PLUGINS_DIR` (several joined as in PATH). */
export function defaultPluginDirectories(config: { readonly pluginsDir?: string | undefined }): readonly string[] {
  const own = fileURLToPath(new URL('../../dist/plugins', import.meta.url));
  return [own, ...(config.pluginsDir?.split(delimiter).filter((folder) => folder !== '') ?? [])];
}
