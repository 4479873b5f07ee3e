import { type PolicyDefinition, type PolicyQuestion, type Reward, type RewardKind, StrataError } from '#sdk';
import { importPlugin, type PluginCode, type KnownPlugin, parseOptions } from './import-plugin.js';

/** What a process is told that serves one policy. */
export interface PolicyRole {
  readonly role: 'policy';
  readonly plugin: PluginCode;
  /** With the plugin's defaults filled in. */
  readonly options: unknown;
  readonly reward: RewardKind;
  /** What was learned so far; null for nothing. */
  readonly state: Uint8Array | null;
}

/** A question about a policy that is served. */
export type PolicyMessage =
  | { readonly kind: 'choose'; readonly questions: readonly PolicyQuestion[] }
  /** Learns, and tells what it knows then. */
  | { readonly kind: 'learn'; readonly rewards: readonly Reward[] }
  /** Forgets what it knows for what another process has learned. */
  | { readonly kind: 'restore'; readonly state: Uint8Array | null };

type AnyPolicy = PolicyDefinition<unknown, unknown>;

/** A policy with what it knows. */
export class ServedPolicy {
  #state: unknown;

  private constructor(
    private readonly definition: AnyPolicy,
    private readonly role: PolicyRole,
  ) {
    this.#state = this.#stateOf(role.state);
  }

  /** @param loads called when its code is there @throws StrataError what importing throws */
  static async load(role: PolicyRole, loads: () => void): Promise<ServedPolicy> {
    const definition = (await importPlugin(role.plugin)) as unknown as AnyPolicy;
    loads();
    return new ServedPolicy(definition, role);
  }

  replyTo(message: PolicyMessage): readonly Float64Array[] | Uint8Array | null {
    const { definition } = this;
    const { options } = this.role;
    if (message.kind === 'choose') return message.questions.map((question) => this.#choose(question));
    if (message.kind === 'restore') {
      this.#state = this.#stateOf(message.state);
      return null;
    }
    this.#state = definition.learn(this.#state, message.rewards, options);
    return definition.save(this.#state);
  }

  #choose(question: PolicyQuestion): Float64Array {
    const out = new Float64Array(question.offers.length).fill(Number.NaN);
    this.definition.choose(this.#state, question, this.role.options, out);
    return out;
  }

  #stateOf(state: Uint8Array | null): unknown {
    const { options, reward } = this.role;
    return state === null ? this.definition.begin(options, reward) : this.definition.load(state, options);
  }
}

/** A policy with what it knows, in this process. */
export interface LoadedPolicy {
  /** P(offer) of each of the question's offers; NaN of all where what it says are no probabilities. */
  choose(question: PolicyQuestion): Float64Array;
}

/** Which policy, and what it knows. */
export interface PolicyToLoad {
  /** Id of the plugin. */
  readonly plugin: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly reward: RewardKind;
  /** Null for nothing. */
  readonly state: Uint8Array | null;
}

/** Probabilities may miss 1 together by so much. */
const ROUNDING = 1e-6;

/**
 * Loads a policy for many questions at once, which need no message each. Nothing watches its time: threads that may be ended do this.
 *
 * @throws StrataError PLUGIN_UNKNOWN, PLUGIN_LOAD_FAILED, PLUGIN_DEFINITION_INVALID, PLUGIN_OPTIONS_INVALID
 */
export async function loadPolicy(
  plugins: readonly KnownPlugin[],
  { plugin: id, options, reward, state }: PolicyToLoad,
): Promise<LoadedPolicy> {
  const plugin = plugins.find((known) => known.id === id && known.kind === 'policy');
  if (plugin === undefined) throw new StrataError('PLUGIN_UNKNOWN', `There is no policy "${id}".`);
  const definition = (await importPlugin(plugin)) as unknown as PolicyDefinition<unknown, unknown>;
  const parsed = parseOptions(definition, options);
  if (!parsed.ok) throw new StrataError('PLUGIN_OPTIONS_INVALID', `"${id}" does not take these options.`, parsed);
  const known = state === null ? definition.begin(parsed.options, reward) : definition.load(state, parsed.options);
  return {
    choose(question) {
      const out = new Float64Array(question.offers.length).fill(Number.NaN);
      definition.choose(known, question, parsed.options, out);
      return areProbabilities(out) ? out : out.fill(Number.NaN);
    },
  };
}

function areProbabilities(values: Float64Array): boolean {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.every((value) => value >= 0) && Math.abs(sum - 1) <= ROUNDING;
}
