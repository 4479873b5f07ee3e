import { StrataError } from '#sdk';
import { type SourceDocuments } from '../schemas/index.js';
import { loadDocuments } from '../documents/index.js';
import { type Published, type PublishedRelease, type ReleaseStore } from './release-store.js';
import { askPlugins, type AskedPlugins, type StoredEvents, validateInTurns, type Validation } from '../checks/index.js';

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

/**
 * Checks all documents together, after the plugins were asked about the options of the models. Names of events are held
 * against the stored ones, where these are given.
 */
export async function validateWithPlugins(
  sources: SourceDocuments,
  plugins: AskedPlugins,
  storedEvents: StoredEvents = new Map(),
): Promise<Validation> {
  return validateInTurns(sources, { plugins: await askPlugins(plugins, sources), storedEvents });
}

/** @throws StrataError INVALID_DOCUMENT with all problems */
export function documentsOrThrow({ documents, problems }: Validation): NonNullable<Validation['documents']> {
  if (documents !== null) return documents;
  const count = problems.length === 1 ? 'There is 1 problem' : `There are ${problems.length} problems`;
  throw new StrataError('INVALID_DOCUMENT', `${count} in the rule documents.`, { problems });
}
