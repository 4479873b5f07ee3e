import { type Problem } from '#sdk';
import { type SourceDocuments } from '../../schemas/index.js';

/** Whether a plugin takes options, and what is wrong with them where it does not. */
type Answer = { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The plugins that models may name. */
interface KnownPlugins {
  readonly plugins: ReadonlyMap<
    string,
    { readonly manifest: { readonly kind: string; readonly tasks: readonly string[] } }
  >;
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
 * Asks the plugins about the options of all models, analyses and policies. Options of other documents, such as those of a release that was
 * checked when it was published, count as taken.
 */
export async function askPlugins(
  plugins: AskedPlugins,
  { documents }: Pick<SourceDocuments, 'documents'> = { documents: [] },
): Promise<PluginCatalogue> {
  const answers = new Map<string, Answer>();
  for (const { plugin, options } of documents.flatMap(questionsOf)) {
    if (!plugins.plugins.has(plugin)) continue;
    const key = keyOf(plugin, options);
    if (!answers.has(key)) answers.set(key, await plugins.parseOptions(plugin, options));
  }
  return {
    plugins: plugins.plugins,
    parseOptions: (plugin, options) => answers.get(keyOf(plugin, options)) ?? { ok: true },
  };
}

interface Asked {
  readonly plugin: string;
  readonly options: unknown;
}

/** Documents may have any problems. */
function questionsOf({ kind, content }: SourceDocuments['documents'][number]): readonly Asked[] {
  if (kind === 'model' || kind === 'analysis') return askedBy(content, 'plugin');
  if (kind !== 'strategy') return [];
  const arms = memberOf(memberOf(content, 'experiment'), 'arms');
  return Array.isArray(arms) ? arms.flatMap((arm: unknown) => askedBy(memberOf(arm, 'by'), 'policy')) : [];
}

function askedBy(content: unknown, named: 'plugin' | 'policy'): readonly Asked[] {
  const plugin = memberOf(content, named);
  return typeof plugin === 'string' ? [{ plugin, options: memberOf(content, 'options') ?? {} }] : [];
}

function memberOf(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null
    ? (content as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function keyOf(plugin: string, options: unknown): string {
  return JSON.stringify([plugin, options]);
}
