import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { StrataError } from '#sdk';
import { refusedHome } from './refused-home.js';

const LOCK_FILE = 'lock.json';
/** For nobody else's eyes. */
const OWN = { mode: 0o600 };

const ownerSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process was born, as the system counts it: tells the owner from a later process with the same id. */
  born: z.string(),
  /** When the home was opened, ISO 8601, UTC. */
  since: z.string(),
  /** Where the owner's server listens. */
  url: z.string().optional(),
  /** Where other processes of the same user may use its database. */
  door: z.string().optional(),
});

/** The process that has a home's embedded database open. */
export type HomeOwner = Readonly<z.infer<typeof ownerSchema>>;

/** The right to open the embedded database of a home. */
export interface HomeLock {
  /** Names the URL of the running server in the lock, and the door for guests of its database. */
  announce(url: string, door?: string): void;
  release(): void;
}

/**
 * Takes the lock of a home, a folder that exists. The lock of a process that is gone is taken over.
 *
 * @throws StrataError HOME_LOCKED naming the owner, BAD_HOME where it cannot be written
 */
export function lockHome(home: string): HomeLock {
  try {
    return takeLock(home);
  } catch (error) {
    throw refusedHome(home, error);
  }
}

function takeLock(home: string): HomeLock {
  const path = join(home, LOCK_FILE);
  const me: HomeOwner = {
    pid: process.pid,
    host: hostname(),
    born: birthOf(process.pid) ?? '',
    since: new Date().toISOString(),
  };
  if (!createWhole(path, me)) takeOver(home, path, me);
  return {
    announce(url, door) {
      const next = `${path}.${String(process.pid)}`;
      writeFileSync(next, JSON.stringify({ ...me, url, door } satisfies HomeOwner), OWN);
      renameSync(next, path);
    },
    release() {
      rmSync(path, { force: true });
    },
  };
}

/** The door for guests of the process that has a home's database open on this machine; undefined where there is none. */
export function guestDoorOf(home: string): string | undefined {
  const owner = homeOwner(home);
  return owner?.host === hostname() ? owner.door : undefined;
}

/** The living owner of a home, or undefined where nobody has its embedded database open. */
export function homeOwner(home: string): HomeOwner | undefined {
  const owner = readOwner(join(home, LOCK_FILE));
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

/** On another machine nothing can be checked: better locked out than a damaged database. */
function isAlive(owner: HomeOwner): boolean {
  return owner.host !== hostname() || birthOf(owner.pid) === owner.born;
}

/** Two processes may find the same stale lock, so that one of them at a time checks again and replaces it. */
function takeOver(home: string, path: string, me: HomeOwner): void {
  const turn = `${path}.takeover`;
  if (!createWhole(turn, me)) {
    if (ageOf(turn) > ABANDONED_MS) rmSync(turn, { force: true });
    throw lockedBy(home, readOwner(turn));
  }
  try {
    const owner = homeOwner(home);
    if (owner !== undefined) throw lockedBy(home, owner);
    rmSync(path, { force: true });
    if (!createWhole(path, me)) throw lockedBy(home, homeOwner(home));
  } finally {
    rmSync(turn, { force: true });
  }
}

const ABANDONED_MS = 5000;

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** Creates the file with all of its content in one step; false where it exists already. */
function createWhole(path: string, owner: HomeOwner): boolean {
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, JSON.stringify(owner), OWN);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readOwner(path: string): HomeOwner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function lockedBy(home: string, owner: HomeOwner | undefined): StrataError {
  if (owner === undefined) return new StrataError('HOME_LOCKED', `Another process is just opening ${home}. Try again.`);
  const elsewhere = owner.host === hostname() ? '' : ` on ${owner.host}`;
  const server = owner.url === undefined ? '' : `, whose server listens on ${owner.url}`;
  const way =
    owner.host === hostname()
      ? `${owner.url === undefined ? 'Try again when it is done' : 'Stop it, use its server'}, choose another STRATA_HOME, or let both use PostgreSQL with DATABASE_URL.`
      : `If that machine is gone, delete ${join(home, LOCK_FILE)}.`;
  return new StrataError(
    'HOME_LOCKED',
    `${home} is in use by process ${String(owner.pid)}${elsewhere} since ${owner.since}${server}. ${way}`,
  );
}

/**
 * When a process was born, or undefined where there is none. On Linux the boot and the ticks since then (proc(5), stat,
 * field 22); elsewhere only whether it lives.
 */
function birthOf(pid: number): string | undefined {
  if (process.platform === 'linux') return birthOnLinux(pid);
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'alive' : undefined;
  }
}

function birthOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold blanks; field 22 is the 20th after it.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return state === 'Z' ? undefined : `${boot}:${fields[18] ?? ''}`;
  } catch {
    return undefined;
  }
}
