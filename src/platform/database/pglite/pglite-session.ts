import { type PGlite, type Results } from '@electric-sql/pglite';
import { PreparedStatements } from './pglite-prepared.js';

/** What a session is asked to run. */
export interface Statement {
  /** With parameters one statement; without, one or several, of which the last one's result counts. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Of a statement that is to be parsed and planned once: another text, another name. */
  readonly name?: string | undefined;
}

/** An open PGlite database: in this thread (`sessionOf`), or in one of its own (`openPgliteThread`). */
export interface PgliteSession {
  /** True after it ended by itself: it answers nothing any more, and what it had not committed is lost. */
  readonly ended: boolean;
  run(statement: Statement): Promise<Results | undefined>;
  close(): Promise<void>;
}

/** The session of an instance in this thread, which only closes when it is asked to. */
export function sessionOf(pglite: PGlite): PgliteSession {
  const prepared = new PreparedStatements(pglite);
  return {
    ended: false,
    async run({ sql, parameters, name }) {
      if (name !== undefined) return await prepared.run(name, sql, parameters);
      return parameters.length > 0 ? await pglite.query(sql, [...parameters]) : (await pglite.exec(sql)).at(-1);
    },
    close: () => pglite.close(),
  };
}
