import { StrataError } from '#sdk';
import { sqlState } from '../failures/unavailable.js';

/** What can be done where a home cannot be used as it is. */
const WAYS = 'Restore your backup of this folder, or choose another STRATA_HOME.';

/** BAD_HOME for files that are not, or no longer, a database of Strata's. */
export function damaged(folder: string, what: string, cause?: unknown): StrataError {
  return new StrataError('BAD_HOME', `The embedded database in ${folder} cannot be opened: ${what}. ${WAYS}`, {
    cause,
  });
}

/** Damaged files, and files that are gone, as PostgreSQL finds them while it works. */
const DAMAGE = /^(XX00[12]|58P0[12])$/;

/** BAD_HOME where the error says that the embedded database's files are damaged; every other error as it is. */
export function damagedOr(error: unknown, folder: string): unknown {
  return DAMAGE.test(sqlState(error) ?? '') ? damaged(folder, (error as Error).message, error) : error;
}
