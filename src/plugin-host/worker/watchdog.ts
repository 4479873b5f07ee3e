import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** What the watchdog of a plugin process is given. */
export interface WatchdogData {
  /** Becomes 1 when the host cancels. */
  readonly cancelled: Int32Array;
  /** Resident memory beyond which the process is ended, bytes. */
  readonly memory: number;
}

/** The pipe to the host. */
const LINE = 3;
const LOOK_MS = 50;

/**
 * A thread beside the plugin's code, which may be busy for ever: it ends the process where it uses too much memory and
 * where the host is gone, and marks the cancellation in memory that a busy loop can read.
 */
const { cancelled, memory } = workerData as WatchdogData;
const line = new Socket({ fd: LINE });
line.on('data', () => Atomics.store(cancelled, 0, 1));
line.on('error', () => undefined);
line.on('close', end);
setInterval(() => {
  if (process.memoryUsage.rss() <= memory) return;
  try {
    writeSync(LINE, 'm');
  } finally {
    end();
  }
}, LOOK_MS);

parentPort?.postMessage('watching');

/** Nothing else ends a process whose main thread is inside of native code. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
