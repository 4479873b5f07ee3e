import { keepAdmission, OWN_PLUGINS } from './admission/index.js';
import { openPluginHost } from './host.js';

/** Asks the plugins of this package, once they are built, what later starts need not ask again. Part of building (scripts/build.mjs). */
export async function prepareAdmissions(): Promise<void> {
  const host = await openPluginHost({ directories: [OWN_PLUGINS] });
  for (const { folder, ...admission } of host.plugins.values()) keepAdmission(folder, admission);
  await host.close();
}
