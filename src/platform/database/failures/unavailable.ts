import { statfsSync } from 'node:fs';
import { StrataError } from '#sdk';

/** Node's codes of a connection that could not be made or broke. */
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;
/** What the `pg` package and TypeORM say, without a code, when a connection is gone. */
const LOST = /connection terminated|timeout exceeded when trying to connect|not queryable|already released/i;

const FULL_DISK = '53100';
/** What the system says for want of room, where PostgreSQL has no state for it. */
export const NO_ROOM = /No space left on device|Disk quota exceeded|File too large/;
const READ_ONLY_DISK = /Read-only file system/;
const UNREACHABLE = 'The database cannot be reached. Try again.';

/**
 * States of the database that pass, by SQLSTATE (PostgreSQL, appendix A), and what is told about them: the first that
 * fits. Whatever the request wanted, it may be sent again.
 */
const PASSING: readonly (readonly [state: RegExp, message: string])[] = [
  [/^53[23]00$/, 'The database has too much to do: it lacks memory or connections. Try again.'],
  [/^53...$/, 'The database lacks resources. Try again.'],
  [/^25006$/, 'The database takes no changes now: it is read-only, as a standby is after a fail-over. Try again.'],
  [/^(57014|25P0[34])$/, 'The database took longer than it may. Try again.'],
  [/^55P03$/, 'What the request needs is locked in the database. Try again.'],
  [/^40(001|P01)$/, 'Other requests were in the way, again and again. Try again.'],
  [/^(58030|58000)$/, 'The database cannot use its files now. Try again.'],
  // Connection exceptions; shutdown, crash and start of the server; an idle session that it ended.
  [/^(08...|40003|57P0[1-5])$/, UNREACHABLE],
];

/**
 * UNAVAILABLE where the error says that the database cannot be reached, or cannot do it now; every other error as it is.
 *
 * @param folder of the embedded database
 */
export function unavailableOr(error: unknown, folder?: string): unknown {
  if (!(error instanceof Error) || error instanceof StrataError) return error;
  const state = sqlState(error) ?? '';
  const words = chainOf(error).map(({ message }) => message);
  const says = (pattern: RegExp): boolean => words.some((message) => pattern.test(message));
  if (state === FULL_DISK || says(NO_ROOM)) return new FullDisk(error, folder);
  const message = messageOf(says(READ_ONLY_DISK) ? '25006' : state);
  if (message !== undefined) return new StrataError('UNAVAILABLE', message, { cause: error });
  const isLost = NETWORK.test(state) || says(LOST);
  return isLost ? new StrataError('UNAVAILABLE', UNREACHABLE, { cause: error }) : error;
}

function messageOf(state: string): string | undefined {
  return PASSING.find(([states]) => states.test(state))?.[1];
}

/** The code of a database's error (SQLSTATE), also of one that UNAVAILABLE stands for; undefined where it has none. */
export function sqlState(error: unknown): string | undefined {
  for (const link of chainOf(error)) {
    if ('code' in link && typeof link.code === 'string' && !(link instanceof StrataError)) return link.code;
  }
  return undefined;
}

/** The error and what caused it: TypeORM's errors carry the driver's. */
function chainOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  return [error, ...chainOf('driverError' in error ? error.driverError : error.cause)];
}

/** UNAVAILABLE for want of room. Its cause says which disk it is: for the log, and not for clients. */
export class FullDisk extends StrataError {
  /** @param folder of the embedded database */
  constructor(error: unknown, folder?: string) {
    const cause = folder === undefined ? error : new Error(`no room is left on the disk of ${folder}${roomOf(folder)}`);
    super('UNAVAILABLE', "The database's disk is full. Try again when there is room.", { cause });
  }
}

const MIB = 2 ** 20;

function roomOf(folder: string): string {
  try {
    const { bavail, bsize, blocks } = statfsSync(folder);
    return `: ${Math.floor((bavail * bsize) / MIB)} of ${Math.floor((blocks * bsize) / MIB)} MiB are free`;
  } catch {
    return '';
  }
}
