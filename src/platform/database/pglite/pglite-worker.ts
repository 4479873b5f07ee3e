import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Results } from '@electric-sql/pglite';
import { openEmbeddedFolder } from '../home/embedded-folder.js';
import { fieldsOf, type PgliteErrorFields } from '../failures/pglite-errors.js';
import { type PgliteSession, sessionOf, type Statement } from './pglite-session.js';

/** A statement for the thread; without one it closes its database and ends. */
export interface PgliteQuestion {
  readonly call: number;
  readonly statement?: Statement;
}

/** What became of a question. The first reply, to call 0 that nobody asked, says whether the database is open. */
export type PgliteReply =
  | { readonly call: number; readonly result: Results | undefined }
  /** `fatal`: nothing is answered any more. */
  | { readonly call: number; readonly error: PgliteErrorFields; readonly fatal: boolean };

if (parentPort !== null) await serve(parentPort, workerData as string);

async function serve(main: MessagePort, folder: string): Promise<void> {
  const reply = (message: PgliteReply): void => {
    main.postMessage(message);
  };
  let session: PgliteSession;
  try {
    session = sessionOf(await openEmbeddedFolder(folder));
  } catch (error) {
    reply({ call: 0, error: fieldsOf(error), fatal: true });
    return;
  }
  async function answer({ call, statement }: PgliteQuestion): Promise<void> {
    try {
      if (statement === undefined) await session.close();
      reply({ call, result: statement === undefined ? undefined : await session.run(statement) });
    } catch (error) {
      reply({ call, error: fieldsOf(error), fatal: isFatal(error) });
    }
  }
  main.on('message', (question: PgliteQuestion) => void answer(question));
  reply({ call: 0, result: undefined });
}

/** Errors of WebAssembly and of Emscripten. */
const FATAL = ['RuntimeError', 'ExitStatus'];
/** What PostgreSQL says before it ends a session (FATAL), or all of itself (PANIC). */
const FATAL_SEVERITIES: readonly unknown[] = ['FATAL', 'PANIC'];

/** After such an error an instance answers nothing any more. */
function isFatal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return FATAL.includes(error.name) || ('severity' in error && FATAL_SEVERITIES.includes(error.severity));
}
