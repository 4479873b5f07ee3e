import { type Problem } from '../sdk/index.js';
import { type ReleaseDocuments } from '../engine/index.js';
import { type SourceDocuments } from './documents.js';

/** What a validation found. */
export interface Validation {
  /** The checked documents; null where there are problems. */
  readonly documents: ReleaseDocuments | null;
  /** Everything that keeps the documents from being published, all together. */
  readonly problems: readonly Problem[];
  /** What is allowed but looks like a mistake. */
  readonly warnings: readonly Problem[];
}

/** What a validation asks about plugins; a `PluginHost` is one. */
export interface PluginCatalogue {
  readonly plugins: ReadonlyMap<string, { readonly manifest: { readonly tasks: readonly string[] } }>;
  parseOptions(
    pluginId: string,
    options: unknown,
  ): { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] };
}

/** Checks all documents together. Without `plugins`, plugin names and options stay unchecked. */
export function validateDocuments(
  sources: SourceDocuments,
  options: { readonly plugins?: PluginCatalogue } = {},
): Validation {
  throw new Error(`not yet ${String(sources.documents.length)} ${String(options.plugins?.plugins.size)}`);
}
