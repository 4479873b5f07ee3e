import { StrataError } from '#sdk';

/** What the system's refusals mean to whoever chose the home. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: "this user's share of its disk is used up",
  EEXIST: 'it is a file',
  ENOTDIR: 'it, or a folder above it, is a file',
  EISDIR: 'a folder lies where a file belongs',
  ERR_FS_EISDIR: 'a folder lies where a file belongs',
  ENOENT: 'it cannot be created there',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
  EIO: 'its disk does not work',
};

/** BAD_HOME where the system refuses something in the home; every other error as it is. */
export function refusedHome(home: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error || 'code' in error) || error instanceof StrataError)
    return error;
  const { code, path = home } = error as NodeJS.ErrnoException;
  const reason = REFUSALS[code ?? ''] ?? error.message;
  const place = path === home ? '' : ` (at ${path})`;
  return new StrataError(
    'BAD_HOME',
    `The folder ${home} cannot be the home of the database: ${reason}${place}. ${ADVICE}`,
    {
      cause: error,
    },
  );
}

const ADVICE = 'Mend it, or choose another folder with STRATA_HOME.';
