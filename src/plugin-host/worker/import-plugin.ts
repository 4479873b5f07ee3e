import { register } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { jsonPointer } from '#strata/kernel';
import { compiledUrl } from '#strata/platform';
import {
  nearestName,
  type Problem,
  StrataError,
  type Task,
  PLUGIN_KINDS,
  type PluginKindCode,
  shapeProblems,
} from '#sdk';
import { type AnyScorer, type ScorerLibrary } from '#strata/scoring/model';
import { messageOf } from './error-message.js';
import { misspeltPlace, placeIn } from './place.js';

/** Where a plugin's code is. */
export interface PluginCode {
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** The module with the default export, without its ending. */
  readonly main: string;
  readonly kind: PluginKindCode;
}

/** An admitted plugin, as a process knows it that may use it. */
export interface KnownPlugin extends PluginCode {
  readonly version: string;
  readonly tasks: readonly Task[];
}

/** The code of the plugins that a process may use. */
export function libraryOf(plugins: readonly KnownPlugin[]): ScorerLibrary {
  return async (id) => {
    const plugin = baseOf(id, plugins, 'scorer');
    const definition = (await importPlugin(plugin)) as AnyScorer;
    const { version, tasks } = plugin;
    return { id, version, tasks, definition, parseOptions: (options) => parseOptions(definition, options) };
  };
}

/** A plugin of a kind that another one builds on. @throws StrataError `PLUGIN_UNKNOWN` */
export function baseOf(id: string, plugins: readonly KnownPlugin[], kind: PluginKindCode): KnownPlugin {
  const own = plugins.filter((known) => known.kind === kind);
  const found = own.find((known) => known.id === id);
  if (found !== undefined) return found;
  const ids = own.map((known) => known.id);
  const nearest = nearestName(id, ids);
  const message = `There is no plugin "${id}" to be a base.`;
  throw new StrataError('PLUGIN_UNKNOWN', message, {
    problems: [{ message, expected: ids.join(', '), ...(nearest === undefined ? {} : { nearest }) }],
  });
}

/** Where the plugins of this package are; what they import is checked when the package is built. */
const SHIPPED = fileURLToPath(new URL('../../plugins/', compiledUrl(import.meta.url)));
let outsidersWelcome = false;

/** What plugins of all kinds have. */
interface AnyDefinition {
  readonly options: z.ZodType;
}

/**
 * Loads a plugin's code into this process and returns its definition.
 * Throws `PLUGIN_LOAD_FAILED`, `PLUGIN_DEFINITION_INVALID`.
 */
export async function importPlugin({ id, folder, main, kind }: PluginCode): Promise<AnyDefinition> {
  placeIn(id, folder);
  if (!outsidersWelcome && !folder.startsWith(SHIPPED)) {
    register('./resolve-hook.js', compiledUrl(import.meta.url));
    outsidersWelcome = true;
  }
  const file = join(folder, `${main}.js`);
  const module = await import(/* @vite-ignore */ pathToFileURL(file).href).then(
    (loaded: unknown) => loaded as { readonly default?: unknown },
    (error: unknown) => {
      const misspelt = error instanceof SyntaxError ? misspeltPlace(id, folder) : undefined;
      const message = misspelt === undefined ? messageOf(error) : `${messageOf(error)} (${misspelt})`;
      throw new StrataError('PLUGIN_LOAD_FAILED', `The plugin "${id}" could not be loaded: ${message}`, {
        problems: [{ file, message }],
        cause: error,
      });
    },
  );
  const problems = shapeProblems(module.default, PLUGIN_KINDS[kind]);
  if (problems.length === 0) return module.default as AnyDefinition;
  throw new StrataError('PLUGIN_DEFINITION_INVALID', `The plugin "${id}" does not export a valid definition.`, {
    problems: problems.map((problem) => ({ ...problem, file })),
  });
}

/** The options' JSON Schema. Throws `PLUGIN_OPTIONS_SCHEMA_INVALID`. */
export function optionsSchemaOf(id: string, definition: AnyDefinition): Record<string, unknown> {
  const expected = 'a Zod schema of an object, such as z.strictObject({ … })';
  try {
    const schema: Record<string, unknown> = z.toJSONSchema(definition.options, { io: 'input' });
    if (schema.type === 'object') return schema;
  } catch (error) {
    throw new StrataError('PLUGIN_OPTIONS_SCHEMA_INVALID', `The options of "${id}" have no usable schema.`, {
      problems: [{ pointer: '/options', message: messageOf(error), expected }],
    });
  }
  throw new StrataError('PLUGIN_OPTIONS_SCHEMA_INVALID', `The options of "${id}" are not an object.`, {
    problems: [{ pointer: '/options', message: 'The schema is not that of an object.', expected }],
  });
}

/** The options with their defaults filled in, or what is wrong with them. */
export function parseOptions(
  definition: AnyDefinition,
  options: unknown,
): { ok: true; options: unknown } | { ok: false; problems: Problem[] } {
  const parsed = definition.options.safeParse(options ?? {});
  if (parsed.success) return { ok: true, options: parsed.data };
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, definition)) };
}

function problemsOf(issue: z.core.$ZodIssue, definition: AnyDefinition): Problem[] {
  const pointer = jsonPointer(issue.path);
  if (issue.code !== 'unrecognized_keys' || issue.path.length > 0) return [{ pointer, message: issue.message }];
  const known = definition.options instanceof z.ZodObject ? Object.keys(definition.options.shape) : [];
  return issue.keys.map((key) => {
    const nearest = nearestName(key, known);
    return {
      pointer: jsonPointer([key]),
      message: `There is no option "${key}".`,
      ...(known.length === 0 ? {} : { expected: `one of ${known.join(', ')}` }),
      ...(nearest === undefined ? {} : { nearest }),
    };
  });
}
