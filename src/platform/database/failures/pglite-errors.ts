import { type ErrorCode, isStrataError, StrataError } from '#sdk';

/** A database error as its fields (SQLSTATE in `code`): cloned as it is, it would lose all but its message. */
export type PgliteErrorFields = Readonly<Record<string, unknown>> & {
  readonly message: string;
  /** Of an error of our own: its code, and what its cause says. */
  readonly strata?: ErrorCode;
  readonly cause?: string | undefined;
};

/** All but the statement with its parameters, which PGlite adds and which may hold facts about people. */
export function fieldsOf(error: unknown): PgliteErrorFields {
  if (!(error instanceof Error)) return { message: String(error) };
  if (isStrataError(error)) {
    const cause = error.cause instanceof Error ? error.cause.message : undefined;
    return { strata: error.code, message: error.message, cause };
  }
  const fields = Object.entries(error).filter(([name]) => !['query', 'params', 'queryOptions'].includes(name));
  return { ...Object.fromEntries(fields), message: error.message };
}

/** An error that crossed threads or processes: one of ours, or the database's with the fields that the `pg` package gives its own. */
export function revive({ strata, cause, ...fields }: PgliteErrorFields): Error {
  if (strata === undefined) return Object.assign(new Error(fields.message), fields);
  return new StrataError(strata, fields.message, cause === undefined ? {} : { cause: new Error(cause) });
}
