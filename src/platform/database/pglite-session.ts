import { type PGlite, type Results } from '@electric-sql/pglite';

/** An open PGlite database: in this thread (`sessionOf`), or in one of its own (`openPgliteThread`). */
export interface PgliteSession {
  /** True after it ended by itself: it answers nothing any more, and what it had not committed is lost. */
  readonly ended: boolean;
  /** With parameters one statement; without, one or several, of which the last one's result counts. */
  run(sql: string, parameters?: readonly unknown[]): Promise<Results | undefined>;
  close(): Promise<void>;
}

/** The session of an instance in this thread, which only closes when it is asked to. */
export function sessionOf(pglite: PGlite): PgliteSession {
  return {
    ended: false,
    run: async (sql, parameters = []) =>
      parameters.length > 0 ? await pglite.query(sql, [...parameters]) : (await pglite.exec(sql)).at(-1),
    close: () => pglite.close(),
  };
}
