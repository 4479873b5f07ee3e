import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { WatchdogData } from './watchdog.js';

const MB = 2 ** 20;

if (process.send !== undefined) await open();

/** Begins a plugin's process: nothing of a plugin is loaded before its watchdog watches. */
async function open(): Promise<void> {
  // A signal to all processes of a terminal or a service is the host's business, which ends this one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const data: WatchdogData = { cancelled, memory: Number(process.argv[2]) * MB };
  const watchdog = new Worker(new URL('./watchdog.js', import.meta.url), { workerData: data });
  const [{ play }] = await Promise.all([import('./roles.js'), once(watchdog, 'message')]);
  watchdog.unref();
  play(cancelled);
}
