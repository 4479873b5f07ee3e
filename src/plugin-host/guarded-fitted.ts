import { isStrataError, StrataError } from '#sdk';
import { type Fitted, type FitRequest } from './contracts.js';
import { GuardedProcess } from './guarded-process.js';
import { type ServingProcess } from './serving-process.js';

/** A plugin that learned once, behind its guards ({@link GuardedProcess}). */
export class GuardedFitted implements Fitted {
  readonly #guarded: GuardedProcess;

  constructor(
    private readonly plugin: string,
    startProcess: () => ServingProcess,
    private readonly askTimeMs: number,
    private readonly onClose: () => void,
  ) {
    this.#guarded = new GuardedProcess(plugin, startProcess);
  }

  /** Resolves when what it learned is loaded. */
  get ready(): Promise<void> {
    return this.#guarded.ready.catch((error: unknown) => {
      throw pluginFailure(this.plugin, error);
    });
  }

  async ask(name: string, ...rest: readonly unknown[]): Promise<unknown> {
    try {
      return await this.#guarded.run(this.askTimeMs, (serving, limitMs) =>
        serving.call({ kind: 'ask', name, arguments: rest }, limitMs),
      );
    } catch (error) {
      throw pluginFailure(this.plugin, error);
    }
  }

  close(): Promise<void> {
    this.onClose();
    this.#guarded.close();
    return Promise.resolve();
  }
}

/** What went wrong in a plugin's code, as `PLUGIN_FAILED`; what the input is at fault for, and cancellation, as they are. */
function pluginFailure(plugin: string, error: unknown): StrataError {
  if (isStrataError(error) && !error.code.startsWith('SCORER_')) return error;
  const words = error instanceof Error ? error.message : String(error);
  const { source } = isStrataError(error) ? error : { source: undefined };
  return new StrataError('PLUGIN_FAILED', `The plugin "${plugin}" failed: ${words}`, { source });
}

/** Milliseconds that a cancelled fit has to stop by itself before its process is ended. */
const GRACE_MS = 2000;
const AWAKE_MS = 60_000;

/** Lets a process learn from the request's input, and ends it. Throws `CANCELLED`, `PLUGIN_FAILED`, and what the input is at fault for. */
export async function fitInProcess(serving: ServingProcess, request: FitRequest): Promise<Uint8Array> {
  const { plugin, input, seed, signal } = request;
  let graceOver: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    serving.cancel();
    graceOver = setTimeout(() => {
      serving.stop();
    }, GRACE_MS);
  };
  // The process alone does not keep this one running.
  const awake = setInterval(() => undefined, AWAKE_MS);
  try {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', cancel, { once: true });
    await serving.ready;
    const bytes = await serving.call({ kind: 'fit', input, seed });
    if (bytes instanceof Uint8Array) return bytes;
    throw new StrataError('PLUGIN_FAILED', `What the plugin "${plugin}" learned is not bytes.`);
  } catch (error) {
    if (signal?.aborted) throw new StrataError('CANCELLED', 'The work was cancelled.', { cause: error });
    throw pluginFailure(plugin, error);
  } finally {
    clearInterval(awake);
    clearTimeout(graceOver);
    signal?.removeEventListener('abort', cancel);
    serving.stop();
  }
}
