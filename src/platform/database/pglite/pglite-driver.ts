import { EventEmitter } from 'node:events';
import { type Results } from '@electric-sql/pglite';
import { type PgliteSession } from './pglite-session.js';

/** So long a failure to open counts. */
const REST_MS = 500;

/** A statement that every connection prepares once. */
export interface PreparedStatement {
  /** The same for the same text. */
  readonly name: string;
  readonly text: string;
}

type Finish<T> = (error: Error | null, value?: T) => void;
type Connect = (error: Error | null, connection?: Connection, release?: () => void) => void;

interface PreparedQuery extends PreparedStatement {
  readonly values: readonly unknown[];
}

/** A session as the `pg` package's client. */
class Connection extends EventEmitter {
  constructor(readonly session: PgliteSession) {
    super();
  }

  async query(
    statement: string | PreparedQuery,
    parameters: readonly unknown[] = [],
    finish?: Finish<Results>,
  ): Promise<Results | undefined> {
    const answer = await this.session.run(
      typeof statement === 'string'
        ? { sql: statement, parameters }
        : { sql: statement.text, parameters: statement.values, name: statement.name },
    );
    finish?.(null, answer);
    return answer;
  }
}

interface PgliteDriver {
  readonly Pool: new () => EventEmitter;
  /** The session that is open, or a new one where the last one ended. */
  session(): Promise<PgliteSession>;
}

/**
 * What TypeORM's `postgres` type asks of its `driver`, answered by PGlite. Unlike typeorm-pglite, which keeps a single
 * instance for the whole process, several databases can be open side by side (see
 * docs/decisions/2026-11-22-pglite-adapter.md). There is one connection: whoever uses it must wait for his turn. Where
 * its session ended by itself, it stays dead, as a connection to PostgreSQL would; who connects after it gets a new one.
 *
 * @param open opens a session; called again only after the last one ended. While it fails, its failure is the answer
 * for a moment, so that not each of many waiting statements tries anew.
 */
export function pgliteDriver(open: () => Promise<PgliteSession>): PgliteDriver {
  let live: Connection | undefined;
  let opening: Promise<Connection> | undefined;

  function connection(): Promise<Connection> {
    if (live?.session.ended === true) live = opening = undefined;
    return (opening ??= open().then(
      (session) => (live = new Connection(session)),
      (error: unknown) => {
        setTimeout(() => (opening = undefined), REST_MS).unref();
        throw error;
      },
    ));
  }

  class Pool extends EventEmitter {
    connect(finish: Connect): void {
      settle(connection(), (error, connected) => {
        if (error === null) finish(null, connected, () => undefined);
        else finish(error);
      });
    }
    end(finish: Finish<void>): void {
      settle(live === undefined || live.session.ended ? Promise.resolve() : live.session.close(), finish);
    }
  }
  return { Pool, session: async () => (await connection()).session };
}

function settle<T>(promise: Promise<T>, finish: Finish<T>): void {
  promise.then(
    (value) => {
      finish(null, value);
    },
    (error: unknown) => {
      finish(error instanceof Error ? error : new Error(String(error)));
    },
  );
}
