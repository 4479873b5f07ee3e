import { isStrataError, type PolicyQuestion, type Reward, StrataError } from '#sdk';
import { type Policy } from './contracts.js';
import { GuardedProcess } from './guarded-process.js';
import { type ServingProcess } from './serving-process.js';

/** Questions that go to the process in one message. */
const QUESTIONS_AT_ONCE = 1024;
/** Answers that are remembered until something else is known. */
const MOST_REMEMBERED = 10_000;
/** Probabilities may miss 1 together by so much. */
const ROUNDING = 1e-6;

interface Waiting {
  readonly question: PolicyQuestion;
  readonly resolve: (probabilities: Float64Array) => void;
  readonly reject: (error: unknown) => void;
}

/** How long a policy may take, in milliseconds. */
interface PolicyLimits {
  /** For all questions that wait together. */
  readonly chooseTimeMs: number;
  readonly learnTimeMs: number;
  readonly onClose: () => void;
}

/**
 * A policy behind its guards ({@link GuardedProcess}). Questions that arrive while the process works go as one message as soon
 * as it is done; an equal question is answered from memory until the policy knows something else.
 */
export class GuardedPolicy implements Policy {
  readonly #guarded: GuardedProcess;
  #remembered = new Map<string, Promise<Float64Array>>();
  readonly #waiting: Waiting[] = [];
  #working = false;
  #state: Uint8Array | null;

  constructor(
    private readonly plugin: string,
    state: Uint8Array | null,
    startProcess: (state: Uint8Array | null) => ServingProcess,
    private readonly limits: PolicyLimits,
  ) {
    this.#state = state;
    this.#guarded = new GuardedProcess(plugin, () => startProcess(this.#state));
  }

  /** Resolves when what it learned is loaded. Rejects with `POLICY_FAILED`. */
  get ready(): Promise<void> {
    return this.#guarded.ready.catch((error: unknown) => {
      throw this.#failure(error);
    });
  }

  choose(question: PolicyQuestion): Promise<Float64Array> {
    const key = `${question.offers.join(' ')} ${question.context.join(' ')}`;
    const remembered = this.#remembered;
    let answer = remembered.get(key);
    if (answer !== undefined) return answer;
    answer = this.#enqueue(question);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, answer);
    answer.catch(() => remembered.delete(key));
    return answer;
  }

  async learn(rewards: readonly Reward[]): Promise<Uint8Array> {
    const state = await this.#run(this.limits.learnTimeMs, (serving, limitMs) =>
      serving.call({ kind: 'learn', rewards }, limitMs),
    );
    if (!(state instanceof Uint8Array)) throw this.#failure('what it learned is not bytes');
    this.#knows(state);
    return state;
  }

  async restore(state: Uint8Array | null): Promise<void> {
    await this.#run(this.limits.learnTimeMs, (serving, limitMs) => serving.call({ kind: 'restore', state }, limitMs));
    this.#knows(state);
  }

  close(): Promise<void> {
    this.limits.onClose();
    this.#guarded.close();
    return Promise.resolve();
  }

  #knows(state: Uint8Array | null): void {
    this.#state = state;
    this.#remembered = new Map();
  }

  #enqueue(question: PolicyQuestion): Promise<Float64Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (this.#working) return;
      this.#working = true;
      queueMicrotask(() => void this.#work());
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, QUESTIONS_AT_ONCE);
      const questions = batch.map(({ question }) => question);
      try {
        const answers = await this.#run(this.limits.chooseTimeMs, async (serving, limitMs) =>
          this.#checked(questions, await serving.call({ kind: 'choose', questions }, limitMs)),
        );
        batch.forEach(({ resolve, reject }, place) => {
          const answer = answers[place];
          if (answer === undefined) reject(this.#failure('it gave no answer'));
          else resolve(answer);
        });
      } catch (error) {
        // Who waited behind a policy that hangs has waited as long.
        for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error);
      }
    }
    this.#working = false;
  }

  /** Probabilities that are none are a failure of the policy. */
  #checked(questions: readonly PolicyQuestion[], answers: readonly Float64Array[]): readonly Float64Array[] {
    return questions.map(({ offers }, place) => {
      const answer = answers[place];
      if (answer?.length !== offers.length) throw this.#failure('it gave the wrong number of probabilities');
      const sum = answer.reduce((total, probability) => total + probability, 0);
      if (!answer.every((probability) => probability >= 0) || !(Math.abs(sum - 1) <= ROUNDING)) {
        throw this.#failure(`its probabilities of ${String(offers.length)} offers add up to ${String(sum)}`);
      }
      return answer.map((probability) => probability / sum);
    });
  }

  async #run<T>(limitMs: number, work: (serving: ServingProcess, limitMs: number) => Promise<T>): Promise<T> {
    try {
      return await this.#guarded.run(limitMs, work);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): StrataError {
    if (isStrataError(error) && (error.code === 'UNAVAILABLE' || error.code === 'POLICY_FAILED')) return error;
    const words = error instanceof Error ? error.message : String(error);
    const { source } = isStrataError(error) ? error : { source: undefined };
    return new StrataError('POLICY_FAILED', `The policy "${this.plugin}" did not choose: ${words}`, { source });
  }
}
