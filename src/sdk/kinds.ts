import { type Problem } from './errors.js';

/** What the default export of a plugin of a kind must have. */
export interface PluginKind {
  /** Names of functions that must be there. */
  readonly functions: readonly string[];
  /** Names of functions that may be there. */
  readonly optional: readonly string[];
  /** Members that say one of some words. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Its `define…` function, as messages name it. */
  readonly defined: string;
  /** Whether its manifest names tasks. */
  readonly hasTasks: boolean;
}

/** Every kind of plugin: its contract is its `define…` function's type, its shape is checked when it is admitted. */
export const PLUGIN_KINDS = {
  scorer: {
    functions: ['train', 'save', 'load', 'score'],
    optional: ['explain', 'describe', 'calibrates'],
    choices: { input: ['encoded', 'raw'] },
    defined: 'defineScorer',
    hasTasks: true,
  },
  policy: {
    functions: ['begin', 'choose', 'learn', 'save', 'load'],
    optional: [],
    choices: {},
    defined: 'definePolicy',
    hasTasks: false,
  },
  lifetime: {
    functions: ['train', 'save', 'load', 'forecast', 'base', 'expected', 'describe'],
    optional: [],
    choices: {},
    defined: 'defineLifetime',
    hasTasks: false,
  },
} as const satisfies Readonly<Record<string, PluginKind>>;
export type PluginKindCode = keyof typeof PLUGIN_KINDS;
export const PLUGIN_KIND_CODES = Object.keys(PLUGIN_KINDS) as [PluginKindCode, ...PluginKindCode[]];

/** What keeps a plugin's default export from being of its kind. */
export function shapeProblems(
  exported: unknown,
  { functions, optional, choices, defined }: PluginKind,
): readonly Problem[] {
  if (typeof exported !== 'object' || exported === null) {
    return [{ message: 'There is no default export.', expected: `export default ${defined}({ … })` }];
  }
  const definition = exported as Readonly<Record<string, unknown>>;
  const isKnown = (name: string, types: readonly string[]) => types.includes(typeof definition[name]);
  const noFunction = (name: string, expected: string): Problem => ({
    pointer: `/${name}`,
    message: `"${name}" is not a function.`,
    expected,
  });
  return [
    ...functions.filter((name) => !isKnown(name, ['function'])).map((name) => noFunction(name, 'a function')),
    ...Object.entries(choices)
      .filter(([name, words]) => !words.includes(String(definition[name])))
      .map(([name, words]) => ({
        pointer: `/${name}`,
        message: `"${name}" says nothing that is known.`,
        expected: words.map((word) => `"${word}"`).join(' or '),
      })),
    ...optional
      .filter((name) => !isKnown(name, ['undefined', 'function']))
      .map((name) => noFunction(name, 'a function, or nothing')),
  ];
}

/** The version of this SDK (semver). A plugin's manifest names the range that it works with. */
export const SDK_VERSION = '1.0.0';
