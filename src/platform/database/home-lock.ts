import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StrataError } from '../../sdk/index.js';

const LOCK_FILE = 'lock.json';

const ownerSchema = z.object({
  pid: z.int().positive(),
  /** When the process was started, in the system's own count; tells a reused process id from the owner's. */
  born: z.string(),
  since: z.string(),
  url: z.string().optional(),
});

/** The process that has a home's embedded database open, and where its server listens, once it does. */
export type HomeOwner = Readonly<z.infer<typeof ownerSchema>>;

/** The right to open the embedded database of a home. */
export interface HomeLock {
  /** Names the URL of the running server in the lock. */
  announce(url: string): void;
  release(): void;
}

/**
 * Takes the lock of a home. A lock whose process is gone is taken over.
 *
 * @throws StrataError HOME_LOCKED naming the owner
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true });
  const path = join(home, LOCK_FILE);
  const me = { pid: process.pid, born: birthOf(process.pid), since: new Date().toISOString() };
  while (!createExclusively(path, me)) {
    const owner = homeOwner(home);
    if (owner !== undefined) throw locked(home, owner);
    removeStale(path);
  }
  return {
    announce(url) {
      const next = `${path}.${String(process.pid)}`;
      writeFileSync(next, JSON.stringify({ ...me, url }));
      renameSync(next, path);
    },
    release() {
      rmSync(path, { force: true });
    },
  };
}

/** The living owner of a home, or undefined where nobody has its embedded database open. */
export function homeOwner(home: string): HomeOwner | undefined {
  const owner = readOwner(join(home, LOCK_FILE));
  return owner !== undefined && birthOf(owner.pid) === owner.born ? owner : undefined;
}

function createExclusively(path: string, owner: HomeOwner): boolean {
  try {
    const file = openSync(path, 'wx');
    writeFileSync(file, JSON.stringify(owner));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
function readOwner(path: string): HomeOwner | undefined {
  return undefined;
}
function birthOf(pid: number): string {
  return '';
}
function removeStale(path: string): void {}
function locked(home: string, owner: HomeOwner): StrataError {
  return new StrataError('HOME_LOCKED', '');
}
