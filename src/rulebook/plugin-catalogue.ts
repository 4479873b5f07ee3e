import { type Problem } from '../sdk/index.js';

/** What a validation asks about plugins; a `PluginHost` is one. */
export interface PluginCatalogue {
  readonly plugins: ReadonlyMap<string, { readonly manifest: { readonly tasks: readonly string[] } }>;
  parseOptions(
    pluginId: string,
    options: unknown,
  ): { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] };
}
