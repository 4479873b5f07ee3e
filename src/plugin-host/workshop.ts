import { StrataError } from '#sdk';
import { type Admission } from './admission/index.js';
import { CircuitBreaker } from './guarded-process.js';
import { type ParsedOptions } from './contracts.js';
import { endingError, PluginProcess, type ProcessLimits, revive } from './process/index.js';
import type { Question, ErrorMessage, PluginCode } from './worker/index.js';

type Answer =
  { readonly admitted: Admission } | { readonly parsed: ParsedOptions } | { readonly refused: ErrorMessage };
type Message = Answer | { readonly begins: 'import' | 'options' };

/** How long plugin code may take in a workshop, and what its processes may use. */
export interface WorkshopLimits extends ProcessLimits {
  /** Milliseconds for a plugin's module. */
  readonly loadTimeMs: number;
  /** Milliseconds for the schema of its options. */
  readonly optionsTimeMs: number;
}

/** A process is there in a fraction of a second, but on a machine that does nothing else. */
const START_MS = 60_000;
/** A plugin that hung is not asked for so long. */
const REST_MS = 30_000;

/**
 * The processes that admit plugins at the start and validate options later. One is enough as long as all plugins answer.
 * A process answers one question at a time, and is ended where it does not answer, so that an answer belongs to its
 * question; who asks another plugin meanwhile gets a process of its own, and a plugin that hung rests for half a minute.
 */
export class Workshop {
  readonly #idle: Bench[] = [];
  readonly #all = new Set<Bench>();
  readonly #asked = new Map<string, Promise<unknown>>();
  readonly #breakers = new Map<string, CircuitBreaker>();
  #closed = false;

  constructor(
    private readonly limits: WorkshopLimits,
    private readonly log: (message: string, context: Readonly<Record<string, unknown>>) => void,
  ) {}

  /** Loads one plugin's code. Throws `PLUGIN_LOAD_TIMEOUT`, `PLUGIN_LOAD_FAILED` and what checking its definition throws. */
  async admit(plugin: PluginCode): Promise<Admission> {
    const answer = await this.#ask({ ask: 'admit', plugin }).catch((error: unknown) => {
      throw error instanceof Unanswered ? error.error : error;
    });
    if ('admitted' in answer) return answer.admitted;
    throw failureOf(plugin, answer);
  }

  /**
   * Validates options by the plugin's own schema. Questions to one plugin are answered one after the other; a plugin
   * that does not answer is the problem that is found, and so is one that rests. Rejects with `UNAVAILABLE` once closed.
   */
  async parseOptions(plugin: PluginCode, options: unknown): Promise<ParsedOptions> {
    const before = this.#asked.get(plugin.id) ?? Promise.resolve();
    const parsing = before.then(() => this.#parse(plugin, options));
    this.#asked.set(
      plugin.id,
      parsing.catch(() => undefined),
    );
    return parsing;
  }

  /** Starts a process where none waits for questions. */
  getReady(): void {
    if (this.#idle.length === 0 && !this.#closed) this.#idle.push(this.#open());
  }

  close(): void {
    this.#closed = true;
    for (const bench of this.#all) bench.end();
  }

  async #parse(plugin: PluginCode, options: unknown): Promise<ParsedOptions> {
    const breaker = this.#breaker(plugin.id);
    if (!breaker.lets()) {
      return problem(`The plugin "${plugin.id}" did not answer when it last had to validate options, and rests.`);
    }
    try {
      const answer = await this.#ask({ ask: 'options', plugin, options });
      breaker.succeeded();
      return 'parsed' in answer ? answer.parsed : problem(failureOf(plugin, answer).message);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      breaker.failed();
      this.log('a plugin did not answer about its options and rests', { plugin: plugin.id, code: error.error.code });
      return problem(error.message);
    }
  }

  #breaker(id: string): CircuitBreaker {
    const breaker = this.#breakers.get(id) ?? new CircuitBreaker(undefined, { failures: 1, restMs: REST_MS });
    this.#breakers.set(id, breaker);
    return breaker;
  }

  /** Asks an idle process, else a new one. Code that another plugin left behind may end a process: then a new one is asked. */
  async #ask(question: Question): Promise<Answer> {
    const used = this.#idle.pop();
    if (used !== undefined) {
      const answer = await this.#askBench(used, question).catch((error: unknown) => {
        if (error instanceof Unanswered && error.ended) return undefined;
        throw error;
      });
      if (answer !== undefined) return answer;
    }
    return this.#askBench(this.#open(), question);
  }

  async #askBench(bench: Bench, question: Question): Promise<Answer> {
    try {
      const answer = await bench.ask(question);
      if (this.#idle.length === 0 && !this.#closed) this.#idle.push(bench);
      else this.#end(bench);
      return answer;
    } catch (error) {
      this.#end(bench);
      throw error;
    }
  }

  #open(): Bench {
    if (this.#closed) throw new StrataError('UNAVAILABLE', 'The plugins were closed.');
    const bench = new Bench(this.limits, () => {
      this.#end(bench);
    });
    this.#all.add(bench);
    return bench;
  }

  #end(bench: Bench): void {
    bench.end();
    this.#all.delete(bench);
    const index = this.#idle.indexOf(bench);
    if (index >= 0) this.#idle.splice(index, 1);
  }
}

function problem(message: string): ParsedOptions {
  return { ok: false, problems: [{ message, expected: 'a plugin that answers' }] };
}

function failureOf({ id }: PluginCode, answer: Answer): StrataError {
  if ('refused' in answer) return revive(id, answer.refused);
  return new StrataError('PLUGIN_LOAD_FAILED', `"${id}" answered another question.`);
}

/** A question that got no answer. */
class Unanswered extends Error {
  constructor(
    readonly error: StrataError,
    /** The process ended by itself. */
    readonly ended: boolean,
  ) {
    super(error.message);
  }
}

/** One process of a workshop: a question at a time. */
class Bench {
  readonly #process: PluginProcess;
  #hear: ((message: Message) => void) | null = null;

  constructor(
    private readonly limits: WorkshopLimits,
    onEnd: () => void,
  ) {
    this.#process = new PluginProcess({ role: 'workshop' }, limits, (message: Message) => this.#hear?.(message));
    this.#process.unref();
    void this.#process.ended.then(onEnd);
  }

  /** Throws {@link Unanswered}; the process is of no use after that. */
  ask(question: Question): Promise<Answer> {
    const { id } = question.plugin;
    const { loadTimeMs, optionsTimeMs } = this.limits;
    return new Promise<Answer>((resolve, reject) => {
      const late = (limitMs: number, what: string) =>
        setTimeout(() => {
          const message = `"${id}" took longer than ${limitMs} ms to ${what}.`;
          reject(new Unanswered(new StrataError('PLUGIN_LOAD_TIMEOUT', message), false));
        }, limitMs);
      let timer = late(START_MS, 'start');
      this.#hear = (message) => {
        clearTimeout(timer);
        if (!('begins' in message)) resolve(message);
        else if (message.begins === 'import') timer = late(loadTimeMs, 'load');
        else timer = late(optionsTimeMs, 'answer about its options');
      };
      void this.#process.ended.then((ending) => {
        clearTimeout(timer);
        const what = question.ask === 'admit' ? 'ended while it was loaded' : 'ended while it validated options';
        reject(new Unanswered(endingError('PLUGIN_LOAD_FAILED', id, what, ending), true));
      });
      void this.#process.send(question);
    }).finally(() => {
      this.#hear = null;
    });
  }

  end(): void {
    this.#process.kill();
  }
}
