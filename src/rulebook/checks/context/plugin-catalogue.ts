import { type Problem } from '#sdk';
import { type SourceDocuments } from '../../schemas/index.js';

/** Whether a plugin takes options, and what is wrong with them where it does not. */
type Answer = { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The plugins that models may name. */
interface KnownPlugins {
  readonly plugins: ReadonlyMap<string, { readonly manifest: { readonly tasks: readonly string[] } }>;
}

/** What a validation knows about plugins, with the answers to all questions that its documents raise. */
export interface PluginCatalogue extends KnownPlugins {
  parseOptions(pluginId: string, options: unknown): Answer;
}

/** Plugins that can be asked; a `PluginHost` is one. Answers take their time: plugin code gives them. */
export interface AskedPlugins extends KnownPlugins {
  parseOptions(pluginId: string, options: unknown): Answer | Promise<Answer>;
}

/**
 * Asks the plugins about the options of all models. Options of other documents, such as those of a release that was
 * checked when it was published, count as taken.
 */
export async function askPlugins(
  plugins: AskedPlugins,
  { documents }: Pick<SourceDocuments, 'documents'> = { documents: [] },
): Promise<PluginCatalogue> {
  const answers = new Map<string, Answer>();
  for (const { kind, content } of documents) {
    const asked = kind === 'model' ? questionOf(content) : undefined;
    if (asked === undefined || !plugins.plugins.has(asked.plugin)) continue;
    const key = keyOf(asked.plugin, asked.options);
    if (!answers.has(key)) answers.set(key, await plugins.parseOptions(asked.plugin, asked.options));
  }
  return {
    plugins: plugins.plugins,
    parseOptions: (plugin, options) => answers.get(keyOf(plugin, options)) ?? { ok: true },
  };
}

function questionOf(content: unknown): { readonly plugin: string; readonly options: unknown } | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const { plugin, options = {} } = content as { readonly plugin?: unknown; readonly options?: unknown };
  return typeof plugin === 'string' ? { plugin, options } : undefined;
}

function keyOf(plugin: string, options: unknown): string {
  return JSON.stringify([plugin, options]);
}
