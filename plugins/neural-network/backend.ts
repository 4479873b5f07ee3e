import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs';

/** TensorFlow.js on its fastest backend here. */
export interface Backend {
  readonly tf: typeof tfjs;
  /** `tensorflow` (native), `wasm` or `cpu`. */
  readonly name: string;
}

const require = createRequire(import.meta.url);

/** Native TensorFlow where its optional package is installed with its library, else WebAssembly, else plain JavaScript. */
export async function openBackend(): Promise<Backend> {
  const native = requireOrNull('@tensorflow/tfjs-node');
  const tf = native ?? (require('@tensorflow/tfjs') as typeof tfjs);
  if (native === null) await useWasm(tf);
  await tf.ready();
  return { tf, name: tf.getBackend() };
}

function requireOrNull(name: string): typeof tfjs | null {
  try {
    return require(name) as typeof tfjs;
  } catch {
    return null;
  }
}

async function useWasm(tf: typeof tfjs): Promise<void> {
  try {
    const wasm = require('@tensorflow/tfjs-backend-wasm') as { setThreadsCount(count: number): void };
    // One thread: the order of sums, and so the last bit, must not depend on scheduling.
    wasm.setThreadsCount(1);
    if (await tf.setBackend('wasm')) return;
  } catch {
    // Without WebAssembly the slower backend gives the same service.
  }
  await tf.setBackend('cpu');
}
