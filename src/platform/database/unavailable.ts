import { StrataError } from '../../sdk/index.js';

/** Node's codes of a connection that could not be made or broke. */
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;
/** Connection exceptions, too many connections, shutdown, crash and start of the server (PostgreSQL, appendix A). */
const SQLSTATE = /^(08...|53300|57P0[123])$/;
/** What the `pg` package and TypeORM say, without a code, when a connection is gone. */
const MESSAGE = /connection terminated|timeout exceeded when trying to connect|not queryable|already released/i;

/** UNAVAILABLE where the error says that the database cannot be reached; every other error as it is. */
export function unavailableOr(error: unknown): unknown {
  return isConnectionLoss(error)
    ? new StrataError('UNAVAILABLE', 'The database cannot be reached. Try again.', { cause: error })
    : error;
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return NETWORK.test(code) || SQLSTATE.test(code) || MESSAGE.test(error.message);
}
