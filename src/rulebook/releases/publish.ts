import { type SourceDocuments } from '../schemas/index.js';
import { loadDocuments } from '../documents/index.js';
import { type Published, type PublishedRelease, type ReleaseStore } from './release-store.js';
import { type AskedPlugins, documentsOrThrow, validateWithPlugins, type Validation } from '../checks/index.js';

/**
 * Checks all documents together and publishes them as one release.
 *
 * @throws StrataError INVALID_DOCUMENT with all problems
 */
export async function publish(
  store: ReleaseStore,
  sources: SourceDocuments,
  {
    plugins,
    by,
    reason = null,
  }: { readonly plugins: AskedPlugins; readonly by: string; readonly reason?: string | null },
): Promise<Published & Pick<Validation, 'warnings'>> {
  const validation = await validateWithPlugins(sources, plugins, await store.storedEvents());
  return { ...(await store.push(documentsOrThrow(validation), by, reason)), warnings: validation.warnings };
}

/**
 * Publishes the rules folder where nothing was published before; null where something was, also by another process at
 * the same moment.
 *
 * @throws StrataError INVALID_DOCUMENT with all problems
 */
export async function publishOnFirstStart(
  store: ReleaseStore,
  directory: string,
  { plugins }: { readonly plugins: AskedPlugins },
): Promise<PublishedRelease | null> {
  if ((await store.currentHash()) !== null) return null;
  const validation = await validateWithPlugins(await loadDocuments(directory), plugins);
  return store.pushFirst(documentsOrThrow(validation), 'strata');
}
