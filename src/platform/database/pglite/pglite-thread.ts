import { Worker } from 'node:worker_threads';
import { type Results } from '@electric-sql/pglite';
import { compiledUrl } from '../../index.js';
import { revive } from '../failures/pglite-errors.js';
import { type PgliteSession } from './pglite-session.js';
import { type PgliteQuestion, type PgliteReply } from './pglite-worker.js';

const ENTRY = new URL('./pglite-worker.js', compiledUrl(import.meta.url));

/** The call that nobody makes: it is answered when the database is open, or does not open. */
const OPENING = 0;

interface Waiting {
  readonly resolve: (result: Results | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens the PGlite database of a folder in a thread of its own, so that its statements run beside the rest of the server
 * (docs/decisions/2026-11-22-pglite-thread.md). The thread keeps the process alive only while it has something to answer.
 * Where it ends by itself, whoever waits for it learns that the connection terminated.
 *
 * @throws StrataError BAD_HOME, UNAVAILABLE where the disk is full
 */
export async function openPgliteThread(folder: string): Promise<PgliteSession> {
  const worker = new Worker(ENTRY, { workerData: folder, name: 'database' });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let end: Error | undefined;

  worker.on('message', (reply: PgliteReply) => {
    const asked = waiting.get(reply.call);
    waiting.delete(reply.call);
    if (waiting.size === 0) worker.unref();
    if (!('error' in reply)) {
      asked?.resolve(reply.result);
      return;
    }
    const error = revive(reply.error);
    if (reply.fatal) {
      end ??= reply.call === OPENING ? error : terminated(error);
      void worker.terminate();
    }
    asked?.reject(end ?? error);
  });
  worker.on('error', (error) => {
    end ??= terminated(error);
  });
  worker.on('exit', () => {
    end ??= terminated();
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  });

  function ask(question?: Omit<PgliteQuestion, 'call'>): Promise<Results | undefined> {
    const call = calls++;
    return new Promise((resolve, reject) => {
      if (end !== undefined) {
        reject(end);
        return;
      }
      if (waiting.size === 0) worker.ref();
      waiting.set(call, { resolve, reject });
      if (call !== OPENING) worker.postMessage({ ...question, call } satisfies PgliteQuestion);
    });
  }

  await ask();
  return {
    get ended() {
      return end !== undefined;
    },
    run: (statement) => ask({ statement }),
    async close() {
      await ask({});
      await worker.terminate();
    },
  };
}

function terminated(cause?: unknown): Error {
  return new Error('Connection terminated: the thread of the embedded database ended.', { cause });
}
