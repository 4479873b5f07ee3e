import {
  type FitRun,
  type FittedBase,
  type FittedDefinition,
  type LoadFittedBase,
  packArrays,
  type PluginKindCode,
  StrataError,
  unpackArrays,
} from '#sdk';
import { baseOf, importPlugin, type KnownPlugin, parseOptions, type PluginCode } from './import-plugin.js';

/** What a process is told that learns once, or knows what was learned, and answers questions. */
export interface FittedRole {
  readonly role: 'fitted';
  readonly plugin: PluginCode;
  /** Those that it may build on. */
  readonly plugins: readonly KnownPlugin[];
  /** With the plugin's defaults filled in. */
  readonly options: unknown;
  /** What was learned; null where it is still to be. */
  readonly bytes: Uint8Array | null;
}

/** What is asked of such a process. */
export type FittedMessage =
  /** Learns, and tells what it knows then. */
  | { readonly kind: 'fit'; readonly input: unknown; readonly seed: number }
  /** Calls a function of the plugin's contract with what was learned, these arguments and the options. */
  | { readonly kind: 'ask'; readonly name: string; readonly arguments: readonly unknown[] };

type AnyFitted = FittedDefinition<unknown, unknown, unknown>;
type Answering = (learned: unknown, ...rest: readonly unknown[]) => unknown;
/** What a plugin learns with, but for what depends on which plugin it is. */
type OuterRun = Omit<FitRun, 'seed' | 'fit'>;

/** A plugin with what it learned. */
export class ServedFitted {
  private constructor(
    private readonly definition: AnyFitted,
    private readonly options: unknown,
    private readonly bases: FittedBases,
    private artefact: { readonly learned: unknown } | null,
  ) {}

  /** @param loads called when its code is there @throws StrataError what importing throws */
  static async load(role: FittedRole, loads: () => void): Promise<ServedFitted> {
    const { plugin, plugins, options, bytes } = role;
    const definition = (await importPlugin(plugin)) as unknown as AnyFitted;
    loads();
    const bases = new FittedBases(plugins, plugin.kind);
    const artefact = bytes === null ? null : { learned: await definition.load(bytes, options, bases.load) };
    return new ServedFitted(definition, options, bases, artefact);
  }

  /** @param run what the plugin learns with, but for the seed and its bases */
  async replyTo(message: FittedMessage, run: OuterRun): Promise<unknown> {
    if (message.kind === 'ask') {
      if (this.artefact === null) throw new StrataError('PLUGIN_FAILED', 'There is nothing to ask yet.');
      return ask(this.definition, this.artefact.learned, message.name, [...message.arguments, this.options]);
    }
    const { bytes, learned } = await this.bases.learn(this.definition, this.options, message, run);
    // It answers from what will be stored, and not from what it had in mind.
    this.artefact = { learned };
    return bytes;
  }
}

/** Calls a function of a kind's contract. */
function ask(definition: AnyFitted, learned: unknown, name: string, rest: readonly unknown[]): unknown {
  const answer = (definition as unknown as Readonly<Record<string, Answering | undefined>>)[name];
  if (answer === undefined) throw new StrataError('PLUGIN_FAILED', `There is nothing to ask by "${name}".`);
  return answer(learned, ...rest);
}

/** Of the form of a base's bytes. */
const VERSION = 1;

interface BaseHeader {
  readonly version: number;
  readonly plugin: string;
  readonly options: unknown;
  readonly length: number;
}

/** The plugins of a kind that learners over learners may build on. */
class FittedBases {
  constructor(
    private readonly plugins: readonly KnownPlugin[],
    private readonly kind: PluginKindCode,
  ) {}

  /** What a plugin learned, as it is when it was saved and loaded. */
  async learn(
    definition: AnyFitted,
    options: unknown,
    { input, seed }: { readonly input: unknown; readonly seed: number },
    outer: OuterRun,
  ): Promise<{ readonly bytes: Uint8Array; readonly learned: unknown }> {
    const fit: FitRun['fit'] = (id, given, own, ownSeed) => this.#fit(id, given, { input: own, seed: ownSeed }, outer);
    const bytes = definition.save(await definition.train(input, options, { ...outer, seed, fit }));
    return { bytes, learned: await definition.load(bytes, options, this.load) };
  }

  /** @throws StrataError `PLUGIN_UNKNOWN` and what loading throws */
  readonly load: LoadFittedBase = async (bytes) => {
    const { header, take } = unpackArrays<BaseHeader>(bytes, VERSION);
    const definition = await this.#import(header.plugin);
    const learned = await definition.load(take(Uint8Array, header.length), header.options, this.load);
    return baseModel(definition, learned, header.options, bytes);
  };

  async #fit(
    id: string,
    given: unknown,
    lesson: { readonly input: unknown; readonly seed: number },
    outer: OuterRun,
  ): Promise<FittedBase> {
    const definition = await this.#import(id);
    const parsed = parseOptions(definition, given);
    if (!parsed.ok) {
      const { problems } = parsed;
      throw new StrataError('PLUGIN_OPTIONS_INVALID', `The options of the base "${id}" are not valid.`, { problems });
    }
    const { options } = parsed;
    // How far the whole has come only the outer plugin knows.
    const { bytes, learned } = await this.learn(definition, options, lesson, { ...outer, progress: () => undefined });
    const header: BaseHeader = { version: VERSION, plugin: id, options, length: bytes.length };
    return baseModel(definition, learned, options, packArrays(header, [bytes]));
  }

  async #import(id: string): Promise<AnyFitted> {
    return (await importPlugin(baseOf(id, this.plugins, this.kind))) as unknown as AnyFitted;
  }
}

function baseModel(definition: AnyFitted, learned: unknown, options: unknown, bytes: Uint8Array): FittedBase {
  return Object.freeze({
    bytes,
    ask: (name: string, ...rest: readonly unknown[]) => ask(definition, learned, name, [...rest, options]),
  });
}
