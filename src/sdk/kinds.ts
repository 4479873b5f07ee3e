import { type z } from 'zod';
import { type Problem } from './errors.js';
import { type TrainingRun } from './scorer.js';

/** What the host offers while a plugin of a kind that learns once learns. */
export interface FitRun extends Pick<TrainingRun, 'seed' | 'signal' | 'progress' | 'log'> {
  /**
   * Lets another admitted plugin of the same kind learn, for learners over learners. Cancelled with this one. Throws
   * `PLUGIN_UNKNOWN`, `PLUGIN_OPTIONS_INVALID`, and what its learning throws.
   *
   * @param seed 32-bit unsigned; derive it from `seed`
   */
  fit(plugin: string, options: Readonly<Record<string, unknown>>, input: unknown, seed: number): Promise<FittedBase>;
}

/** What another plugin learned, of which a learner over learners is built. */
export interface FittedBase {
  /** Self-contained, with the plugin's id and options: keep it in your artefact, and see {@link LoadFittedBase}. */
  readonly bytes: Uint8Array;
  /** Calls a function of the kind's contract with what was learned, these arguments and the options. */
  ask(name: string, ...rest: readonly unknown[]): unknown;
}

/** Makes of its bytes again what a base learned, where the outer plugin loads its own. */
export type LoadFittedBase = (bytes: Uint8Array) => Promise<FittedBase>;

/**
 * What the kinds of plugin share that learn once from an input and then answer questions: `O` are the options a marketer may
 * set, `A` is what was learned. All functions are pure: no clock, no files, no randomness but `run.seed`. The host guards every
 * call.
 */
export interface FittedDefinition<Input, O, A> {
  readonly options: z.ZodType<O>;
  /** Learns from the input. Throws when it cannot be learned from; stops when `run.signal` is aborted. */
  train(input: Input, options: O, run: FitRun): A | Promise<A>;
  /** The artefact as bytes, the same for the same artefact. */
  save(artefact: A): Uint8Array;
  /** The inverse of `save`. `loadBase` is for artefacts that hold what other plugins learned; the host always gives it. */
  load(bytes: Uint8Array, options: O, loadBase?: LoadFittedBase): A | Promise<A>;
}

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
  recommender: {
    functions: ['train', 'save', 'load', 'count', 'score', 'describe', 'recommend', 'rank', 'similar', 'reasons'],
    optional: ['candidates', 'parts', 'similarity'],
    choices: {},
    defined: 'defineRecommender',
    hasTasks: false,
  },
  clusterer: {
    functions: ['train', 'save', 'load', 'assign', 'describe'],
    optional: [],
    choices: {},
    defined: 'defineClusterer',
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
