import { StrataError } from '#sdk';
import { type FitRequest } from './contracts.js';
import { pluginFailure } from './guarded-fitted.js';
import { type ServingProcess } from './serving-process.js';

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
