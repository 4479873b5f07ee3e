import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Results } from '@electric-sql/pglite';
import { createPglite } from './pglite-driver.js';
import { sessionOf, type Statement } from './pglite-session.js';

/** A statement for the thread; without one it closes its database and ends. */
export interface PgliteQuestion {
  readonly call: number;
  readonly statement?: Statement;
}

/** What became of a question. The first reply, to call 0 that nobody asked, says that the database is open. */
export type PgliteReply =
  | { readonly call: number; readonly result: Results | undefined }
  | { readonly call: number; readonly error: PgliteErrorFields };

/** A database error as its fields (SQLSTATE in `code`): cloned as it is, it would lose all but its message. */
export type PgliteErrorFields = Readonly<Record<string, unknown>> & { readonly message: string };

if (parentPort !== null) await serve(parentPort, workerData as string);

async function serve(main: MessagePort, folder: string): Promise<void> {
  const session = sessionOf(await createPglite(folder));
  const reply = (message: PgliteReply): void => {
    main.postMessage(message);
  };
  async function answer({ call, statement }: PgliteQuestion): Promise<void> {
    try {
      if (statement === undefined) await session.close();
      reply({ call, result: statement === undefined ? undefined : await session.run(statement) });
    } catch (error) {
      if (isFatal(error)) throw error;
      reply({ call, error: fieldsOf(error) });
    }
  }
  main.on('message', (question: PgliteQuestion) => void answer(question));
  reply({ call: 0, result: undefined });
}

/** Errors of WebAssembly and of Emscripten, after which an instance answers nothing any more: the thread ends with it. */
const FATAL = ['RuntimeError', 'ExitStatus'];

function isFatal(error: unknown): boolean {
  return error instanceof Error && FATAL.includes(error.name);
}

/** All but the statement with its parameters, which PGlite adds and which may hold facts about people. */
function fieldsOf(error: unknown): PgliteErrorFields {
  if (!(error instanceof Error)) return { message: String(error) };
  const fields = Object.entries(error).filter(([name]) => !['query', 'params', 'queryOptions'].includes(name));
  return { ...Object.fromEntries(fields), message: error.message };
}
