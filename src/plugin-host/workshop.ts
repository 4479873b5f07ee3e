import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel, type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import { type InputKind, StrataError } from '../sdk/index.js';
import { type ParsedOptions } from './contracts.js';
import { deathOf, type Log, revive, startThread } from './threads.js';
import { type ErrorMessage, type PluginCode } from './worker/import-plugin.js';

/** What a plugin's code says about itself. */
export interface Admission {
  readonly input: InputKind;
  readonly optionsSchema: Readonly<Record<string, unknown>>;
}

type Reply = { readonly admitted: Admission } | { readonly refused: ErrorMessage };

/**
 * The thread that has all plugins loaded: it admits them at the start and validates options later. Plugin code never
 * runs in the main thread, so none can hang it or alter its globals.
 */
export class Workshop {
  readonly #worker: Worker;
  readonly #questions: MessagePort;
  readonly #answered = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    private readonly timeLimitMs: number,
    log: Log,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#questions = port1;
    this.#worker = startThread({ role: 'workshop', questions: port2, answered: this.#answered }, log, [port2]);
    port1.unref();
    this.#worker.unref();
    this.#worker.on('error', (error) => {
      log(`The plugin workshop ended: ${deathOf(error)}`);
    });
  }

  /** Loads one plugin's code. Throws `PLUGIN_LOAD_TIMEOUT`, `PLUGIN_LOAD_FAILED` and what checking its definition throws. */
  async admit(plugin: PluginCode): Promise<Admission> {
    const over = new AbortController();
    const options = { signal: over.signal };
    try {
      this.#worker.postMessage(plugin);
      const reply = await Promise.race([
        once(this.#worker, 'message', options).then(([message]) => message as Reply),
        once(this.#worker, 'exit', options).then(() => 'ended' as const),
        setTimeout(this.timeLimitMs, 'late' as const, options),
      ]);
      if (reply === 'ended') throw new StrataError('PLUGIN_LOAD_FAILED', `Loading "${plugin.id}" ended its thread.`);
      if (reply === 'late') {
        throw new StrataError('PLUGIN_LOAD_TIMEOUT', `"${plugin.id}" took longer than ${this.timeLimitMs} ms to load.`);
      }
      if ('admitted' in reply) return reply.admitted;
      throw revive(reply.refused);
    } catch (error) {
      if (error instanceof StrataError) throw error;
      throw new StrataError('PLUGIN_LOAD_FAILED', `Loading "${plugin.id}" ended its thread: ${deathOf(error)}.`);
    } finally {
      over.abort();
    }
  }

  /** Validates options by the plugin's own schema; the main thread waits, at most for the time limit. */
  parseOptions(id: string, options: unknown): ParsedOptions {
    Atomics.store(this.#answered, 0, 0);
    this.#questions.postMessage({ id, options });
    Atomics.wait(this.#answered, 0, 0, this.timeLimitMs);
    const answer = receiveMessageOnPort(this.#questions) as { readonly message: ParsedOptions } | undefined;
    return answer?.message ?? { ok: false, problems: [{ message: `"${id}" took too long to validate its options.` }] };
  }

  async close(): Promise<void> {
    this.#questions.close();
    await this.#worker.terminate();
  }
}
