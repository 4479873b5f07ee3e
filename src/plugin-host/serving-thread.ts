import { type Worker } from 'node:worker_threads';
import { type ModelDescription, StrataError } from '../sdk/index.js';
import { type Contributions } from './contracts.js';
import { deathOf, type Log, revive, startThread } from './threads.js';
import { type ErrorMessage } from './worker/import-plugin.js';
import { type ModelMessage, type ScoreReply, type StoredModel } from './worker/serve.js';

interface Replies {
  readonly score: ScoreReply;
  readonly explain: Contributions;
  readonly describe: ModelDescription | null;
}
/** Whatever the message asks for; `call` knows which. */
type Reply = Replies[ModelMessage['kind']];

interface Call {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: StrataError) => void;
  readonly timer: NodeJS.Timeout;
}

type Answer =
  | { readonly ready: true }
  | { readonly failed: ErrorMessage }
  | { readonly call: number; readonly reply: Reply }
  | { readonly call: number; readonly error: ErrorMessage };

/** One model's thread: calls with time limits. A call that takes too long ends the thread with all its calls. */
export class ServingThread {
  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  #lastCall = 0;
  #loaded = false;
  #death: StrataError | null = null;
  /** Resolves when the model is loaded. Rejects with `SCORER_LOAD_FAILED` and what reading the artefact throws. */
  readonly ready: Promise<void>;
  #settle: { readonly resolve: () => void; readonly reject: (error: StrataError) => void } | null = null;

  constructor(model: StoredModel, loadTimeLimitMs: number, log: Log) {
    this.#worker = startThread({ role: 'serve', model }, log);
    this.#worker.unref();
    const timer = setTimeout(() => {
      this.#die(new StrataError('SCORER_LOAD_FAILED', `The model took longer than ${loadTimeLimitMs} ms to load.`));
    }, loadTimeLimitMs);
    this.ready = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    }).finally(() => {
      clearTimeout(timer);
    });
    // Whoever awaits it gets the error; where nobody does it is no unhandled rejection.
    this.ready.catch(() => undefined);
    this.#worker.on('message', (answer: Answer) => {
      this.#answered(answer);
    });
    this.#worker.on('error', (error) => {
      this.#die(new StrataError('SCORER_THREW', `The scorer ended its thread: ${deathOf(error)}.`));
    });
    this.#worker.on('exit', () => {
      this.#die(new StrataError('SCORER_THREW', 'The scorer ended its thread.'));
    });
  }

  get alive(): boolean {
    return this.#death === null;
  }

  /** True from when the model is loaded. */
  get isReady(): boolean {
    return this.#loaded;
  }

  /** Throws what the scorer's guards throw, and `SCORER_TIMEOUT`. */
  call<M extends ModelMessage>(message: M, limitMs: number): Promise<Replies[M['kind']]> {
    return new Promise((resolve, reject) => {
      if (this.#death !== null) {
        reject(this.#death);
        return;
      }
      const call = ++this.#lastCall;
      const timer = setTimeout(() => {
        this.#die(new StrataError('SCORER_TIMEOUT', `The scorer took longer than ${limitMs} ms.`));
      }, limitMs);
      this.#calls.set(call, { resolve, reject, timer });
      this.#worker.postMessage({ call, message }, 'packed' in message ? [message.packed.buffer as ArrayBuffer] : []);
    });
  }

  async stop(): Promise<void> {
    this.#die(new StrataError('UNAVAILABLE', 'The scorer was closed.'));
    await this.#worker.terminate();
  }

  #answered(answer: Answer): void {
    if ('ready' in answer) {
      this.#loaded = true;
      this.#settle?.resolve();
      return;
    }
    if ('failed' in answer) {
      this.#die(revive(answer.failed));
      return;
    }
    const call = this.#calls.get(answer.call);
    if (call === undefined) return;
    this.#calls.delete(answer.call);
    clearTimeout(call.timer);
    if ('reply' in answer) call.resolve(answer.reply as never);
    else call.reject(revive(answer.error));
  }

  #die(reason: StrataError): void {
    if (this.#death !== null) return;
    this.#death = reason;
    this.#settle?.reject(reason);
    for (const { reject, timer } of this.#calls.values()) {
      clearTimeout(timer);
      reject(reason);
    }
    this.#calls.clear();
    void this.#worker.terminate();
  }
}
