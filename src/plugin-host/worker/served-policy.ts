import { type PolicyDefinition, type PolicyQuestion, type Reward, type RewardKind } from '#sdk';
import { importPlugin, type PluginCode } from './import-plugin.js';

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
