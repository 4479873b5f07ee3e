import { type SourceDocuments } from './documents.js';
import { type PublishedRelease, type ReleaseStore } from './release-store.js';
import { type PluginCatalogue } from './validate.js';

/** What publishing did. */
export interface Published {
  readonly release: PublishedRelease;
  /** False where the documents were current already. */
  readonly changed: boolean;
}

/**
 * Checks all documents together and publishes them as one release.
 *
 * @throws StrataError INVALID_DOCUMENT with all problems
 */
export function publish(
  store: ReleaseStore,
  sources: SourceDocuments,
  options: { readonly plugins: PluginCatalogue; readonly by: string },
): Promise<Published> {
  throw new Error(`not yet ${String(store)} ${String(sources)} ${options.by}`);
}

/**
 * Publishes the rules folder where nothing was published before; null where something was, also by another process at
 * the same moment.
 *
 * @throws StrataError INVALID_DOCUMENT with all problems
 */
export function publishOnFirstStart(
  store: ReleaseStore,
  directory: string,
  options: { readonly plugins: PluginCatalogue },
): Promise<Published | null> {
  throw new Error(`not yet ${String(store)} ${directory} ${String(options)}`);
}
