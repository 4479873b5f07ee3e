import { type Transferable, Worker } from 'node:worker_threads';
import { StrataError } from '../sdk/index.js';
import { type ErrorMessage } from './worker/import-plugin.js';
import { type WorkerRole } from './worker/entry.js';

export type Log = (message: string, context?: Readonly<Record<string, unknown>>) => void;

/** Heap that plugin code may use in one thread, in MB; beyond it the thread ends, not the process. */
const HEAP_LIMITS = { workshop: 256, serve: 512, train: 4096 } as const;

/** Worker threads run compiled code, also where the host itself runs from its sources (tests). */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/plugin-host/worker/entry.js' : './worker/entry.js',
  import.meta.url,
);

/** Starts a thread for plugin code. What the code prints goes to the log. */
export function startThread(role: WorkerRole, log: Log, transfer: readonly Transferable[] = []): Worker {
  const worker = new Worker(ENTRY, {
    workerData: role,
    transferList: [...transfer],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMITS[role.role] },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log(text.trim(), { from: 'plugin' });
    });
  }
  return worker;
}

/** An error that crossed threads, as it was. */
export function revive({ code, message, problems }: ErrorMessage): StrataError {
  return new StrataError(code, message, { problems });
}

/** Why a thread ended that nobody had asked to end. */
export function deathOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return 'it used more memory than it may';
  }
  return error instanceof Error ? error.message : String(error);
}
