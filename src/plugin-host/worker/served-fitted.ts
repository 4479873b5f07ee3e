import { type FitRun, type FittedDefinition, StrataError } from '#sdk';
import { importPlugin, type PluginCode } from './import-plugin.js';

/** What a process is told that learns once, or knows what was learned, and answers questions. */
export interface FittedRole {
  readonly role: 'fitted';
  readonly plugin: PluginCode;
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

/** A plugin with what it learned. */
export class ServedFitted {
  private constructor(
    private readonly definition: AnyFitted,
    private readonly options: unknown,
    private artefact: { readonly learned: unknown } | null,
  ) {}

  /** @param loads called when its code is there @throws StrataError what importing throws */
  static async load({ plugin, options, bytes }: FittedRole, loads: () => void): Promise<ServedFitted> {
    const definition = (await importPlugin(plugin)) as unknown as AnyFitted;
    loads();
    const artefact = bytes === null ? null : { learned: definition.load(bytes, options) };
    return new ServedFitted(definition, options, artefact);
  }

  /** @param run what the plugin learns with, but for the seed */
  async replyTo(message: FittedMessage, run: Omit<FitRun, 'seed'>): Promise<unknown> {
    if (message.kind === 'ask') return this.#answer(message.name, message.arguments);
    const learned = await this.definition.train(message.input, this.options, { ...run, seed: message.seed });
    const bytes = this.definition.save(learned);
    // It answers from what will be stored, and not from what it had in mind.
    this.artefact = { learned: this.definition.load(bytes, this.options) };
    return bytes;
  }

  #answer(name: string, rest: readonly unknown[]): unknown {
    const ask = (this.definition as unknown as Readonly<Record<string, Answering | undefined>>)[name];
    if (this.artefact === null || ask === undefined) {
      throw new StrataError('PLUGIN_FAILED', `There is nothing to ask by "${name}".`);
    }
    return ask(this.artefact.learned, ...rest, this.options);
  }
}
