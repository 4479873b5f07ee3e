import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { compiledUrl } from '#strata/platform';
import { pluginEnvironment } from '#strata/platform/config';
import { type ErrorCode, StrataError } from '#sdk';
import type { ErrorMessage, ProcessRole } from '../worker/index.js';

/** What a plugin's process may use, and where its output goes. */
export interface ProcessLimits {
  /** Resident memory, MB, whatever it is for: objects, typed arrays, WebAssembly, native libraries. */
  readonly memoryMb: number;
  /** `show`: what the code prints goes to this process's standard error; else nobody sees it. */
  readonly output: 'show' | 'drop';
}

/** Why a process ended. */
export interface Ending {
  /** In words that go on from "it failed:". */
  readonly words: string;
  /** Where the words are the plugin's own. */
  readonly said?: ErrorMessage;
}

const ENTRY = fileURLToPath(new URL('../worker/entry.js', compiledUrl(import.meta.url)));

/** The number of the pipe between the host and the watchdog of the process. */
const LINE = 3;

/**
 * A process that runs plugin code: it has no environment of ours, prints to nobody, may use so much memory, and can be
 * ended whatever it does. Its watchdog (`worker/watchdog.ts`) ends it beyond its memory, and where this process dies.
 */
export class PluginProcess {
  /** When it has ended, for whatever reason; never rejects. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess | null;
  readonly #memoryMb: number;
  #outOfMemory = false;
  #said: ErrorMessage | undefined;

  /** @param receive gets every message of the process; which ones there are depends on the role */
  constructor(role: ProcessRole, { memoryMb, output }: ProcessLimits, receive: (message: never) => void) {
    this.#memoryMb = memoryMb;
    try {
      this.#child = fork(ENTRY, [String(memoryMb)], {
        env: pluginEnvironment(),
        execArgv: [`--max-old-space-size=${memoryMb}`],
        serialization: 'advanced',
        stdio: ['ignore', ...(output === 'show' ? ([2, 2] as const) : (['ignore', 'ignore'] as const)), 'pipe', 'ipc'],
      });
    } catch (error) {
      this.#child = null;
      this.ended = Promise.resolve({ words: `it could not be started (${String(error)})` });
      return;
    }
    this.ended = this.#watch(this.#child);
    this.#child.on('message', (message: { readonly crashed?: ErrorMessage }) => {
      if (message.crashed !== undefined) this.#said = message.crashed;
      else receive(message as never);
    });
    void this.send(role);
  }

  /** Resolves when the message is on its way, or can no longer be sent: then `ended` says why. */
  send(message: object): Promise<void> {
    return new Promise((resolve) => {
      if (this.#child?.connected !== true) {
        resolve();
        return;
      }
      this.#child.send(message, () => {
        resolve();
      });
    });
  }

  /** Tells the code to stop by itself: its signal is aborted, also inside of a loop that never yields. */
  cancel(): void {
    lineOf(this.#child)?.write('c');
    void this.send({ cancel: true });
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Lets this process end while the other one runs. */
  unref(): void {
    this.#child?.unref();
    this.#child?.channel?.unref();
    lineOf(this.#child)?.unref();
  }

  async #watch(child: ChildProcess): Promise<Ending> {
    const line = lineOf(child);
    line?.on('data', () => (this.#outOfMemory = true)).on('error', () => undefined);
    // Code that hangs up has to be ended: nobody can ask it for anything.
    child.once('disconnect', () => child.kill('SIGKILL'));
    const failed = once(child, 'error').then(([error]) => ({ words: `it could not be started (${String(error)})` }));
    const exited = once(child, 'exit').then(async ([code, signal]) => {
      if (line?.closed === false) await once(line, 'close');
      if (child.connected) await once(child, 'disconnect');
      return this.#endingOf(code as number | null, signal as string | null);
    });
    return Promise.race([exited, failed.catch(() => exited)]);
  }

  #endingOf(code: number | null, signal: string | null): Ending {
    // V8 aborts where it runs out of memory before the watchdog has looked.
    if (this.#outOfMemory || signal === 'SIGABRT') {
      return { words: `it used more memory than the ${this.#memoryMb} MB that it may` };
    }
    if (this.#said !== undefined)
      return { words: `it threw in the background: ${this.#said.message}`, said: this.#said };
    return {
      words: signal === null ? `it ended its process (exit code ${String(code)})` : `it was ended by ${signal}`,
    };
  }
}

function lineOf(child: ChildProcess | null): Socket | undefined {
  return (child?.stdio[LINE] ?? undefined) as Socket | undefined;
}

/** An error of the host's own about a process that ended; it remembers where words are the plugin's. */
export function endingError(code: ErrorCode, plugin: string, what: string, { words, said }: Ending): StrataError {
  return new StrataError(
    code,
    `"${plugin}" ${what}: ${words}.`,
    said === undefined ? {} : { source: sourceOf(plugin, said) },
  );
}

/** An error that crossed processes, as it was, with the plugin whose words it may repeat. */
export function revive(plugin: string, error: ErrorMessage): StrataError {
  const { code, message, problems } = error;
  return new StrataError(code, message, { problems, source: sourceOf(plugin, error) });
}

function sourceOf(plugin: string, { at }: ErrorMessage): NonNullable<StrataError['source']> {
  return { plugin, ...(at === undefined ? {} : { at }) };
}
