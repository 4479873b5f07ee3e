import { type ModelDescription, StrataError } from '#sdk';
import { endingError, PluginProcess, type ProcessLimits, revive } from './process/index.js';
import { type Contributions } from '#strata/scoring';
import type {
  ErrorMessage,
  FittedMessage,
  ModelMessage,
  PolicyMessage,
  ProcessRole,
  ScoreReply,
} from './worker/index.js';

interface Replies {
  readonly score: ScoreReply;
  readonly explain: Contributions;
  readonly describe: ModelDescription | null;
  readonly choose: readonly Float64Array[];
  readonly learn: Uint8Array;
  readonly restore: null;
  readonly fit: unknown;
  readonly ask: unknown;
}
type ServedMessage = ModelMessage | PolicyMessage | FittedMessage;
/** Whatever the message asks for; `call` knows which. */
type Reply = Replies[ServedMessage['kind']];

interface Call {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: StrataError) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

type Answer =
  | { readonly begins: 'import' | 'load' }
  | { readonly ready: true }
  | { readonly progress: { readonly share: number; readonly note: string } }
  | { readonly failed: ErrorMessage }
  | { readonly call: number; readonly reply: Reply }
  | { readonly call: number; readonly error: ErrorMessage };

/** How a model is served. */
export interface ServingLimits extends ProcessLimits {
  /** Milliseconds that it may take to load. */
  readonly loadTimeMs: number;
  /** What it tells while it learns. */
  readonly progress?: ((share: number, note: string) => void) | undefined;
}

/** The process of one model, policy or fitted plugin: calls with time limits. A call that takes too long ends the process with all its calls. */
export class ServingProcess {
  readonly #plugin: string;
  readonly #process: PluginProcess;
  readonly #calls = new Map<number, Call>();
  readonly #limits: ServingLimits;
  #loading: NodeJS.Timeout;
  #lastCall = 0;
  #loaded = false;
  #death: StrataError | null = null;
  /** Resolves when the model is loaded. Rejects with `SCORER_LOAD_FAILED` and what reading the artefact throws. */
  readonly ready: Promise<void>;
  #settle: { readonly resolve: () => void; readonly reject: (error: StrataError) => void } | null = null;

  constructor(id: string, role: ProcessRole & { readonly role: 'serve' | 'policy' | 'fitted' }, limits: ServingLimits) {
    this.#plugin = id;
    this.#process = new PluginProcess(role, limits, (answer: Answer) => {
      this.#answered(answer);
    });
    this.#process.unref();
    this.#limits = limits;
    this.#loading = this.#limitTo(START_MS, 'to start');
    this.ready = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    }).finally(() => {
      clearTimeout(this.#loading);
    });
    // Whoever awaits it gets the error; where nobody does it is no unhandled rejection.
    this.ready.catch(() => undefined);
    void this.#process.ended.then((ending) => {
      if (this.#loaded) this.#die(endingError('SCORER_THREW', id, 'ended while it served', ending));
      else this.#die(endingError('SCORER_LOAD_FAILED', id, 'ended while it loaded its stored model', ending));
    });
  }

  get alive(): boolean {
    return this.#death === null;
  }

  /** True from when the model is loaded. */
  get isReady(): boolean {
    return this.#loaded;
  }

  /** Takes as long as it takes where there is no limit. Throws what the scorer's guards throw, and `SCORER_TIMEOUT`. */
  call<M extends ServedMessage>(message: M, limitMs?: number): Promise<Replies[M['kind']]> {
    return new Promise((resolve, reject) => {
      if (this.#death !== null) {
        reject(this.#death);
        return;
      }
      const call = ++this.#lastCall;
      const late = (): void => {
        this.#die(new StrataError('SCORER_TIMEOUT', lateMessage(this.#plugin, message, limitMs ?? 0)));
      };
      const timer = limitMs === undefined ? undefined : setTimeout(late, limitMs);
      this.#calls.set(call, { resolve, reject, timer });
      void this.#process.send({ call, message });
    });
  }

  /** Tells code that learns to stop by itself. */
  cancel(): void {
    this.#process.cancel();
  }

  stop(): void {
    this.#die(new StrataError('UNAVAILABLE', 'The scorer was closed.'));
  }

  #answered(answer: Answer): void {
    if ('begins' in answer) {
      clearTimeout(this.#loading);
      this.#loading = this.#limitTo(this.#limits.loadTimeMs, TO_LOAD[answer.begins]);
      return;
    }
    if ('ready' in answer) {
      this.#loaded = true;
      this.#settle?.resolve();
      return;
    }
    if ('progress' in answer) {
      this.#limits.progress?.(answer.progress.share, answer.progress.note);
      return;
    }
    if ('failed' in answer) {
      this.#die(revive(this.#plugin, answer.failed));
      return;
    }
    const call = this.#calls.get(answer.call);
    if (call === undefined) return;
    this.#calls.delete(answer.call);
    clearTimeout(call.timer);
    if ('reply' in answer) call.resolve(answer.reply as never);
    else call.reject(revive(this.#plugin, answer.error));
  }

  #limitTo(limitMs: number, what: string): NodeJS.Timeout {
    return setTimeout(() => {
      const message = `"${this.#plugin}" took longer than ${limitMs} ms ${what}.`;
      this.#die(new StrataError('SCORER_LOAD_FAILED', message));
    }, limitMs);
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
    this.#process.kill();
  }
}

/** A process is there in a fraction of a second, but on a machine that does nothing else. */
const START_MS = 60_000;
const TO_LOAD = { import: 'to load its code', load: 'to load its stored model' } as const;

const DOING = {
  score: 'to score',
  explain: 'to explain a score',
  describe: 'to describe itself',
  choose: 'to choose',
  learn: 'to learn',
  restore: 'to load what it learned',
  fit: 'to learn',
  ask: 'to answer',
} as const;

function lateMessage(plugin: string, message: ServedMessage, limitMs: number): string {
  const rows = message.kind === 'score' ? message.sizes.reduce((sum, size) => sum + size, 0) : 0;
  const what = message.kind === 'score' ? ` ${rows} ${rows === 1 ? 'row' : 'rows'}` : '';
  return `"${plugin}" took longer than ${Math.round(limitMs)} ms ${DOING[message.kind]}${what}.`;
}
