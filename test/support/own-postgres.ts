import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { describe, expect } from 'vitest';
import { EVERYTHING } from './suite.js';
import { freePort } from './killing.js';

const PACKAGES = '/usr/lib/postgresql';
/** The folder of the newest installed server; undefined where there is none. */
const PROGRAMS = [
  ...(existsSync(PACKAGES) ? readdirSync(PACKAGES) : [])
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(PACKAGES, version, 'bin')),
  ...(process.env.PATH ?? '').split(delimiter),
].find((folder) => existsSync(join(folder, 'initdb')));

/** A specification that needs a PostgreSQL of its own; where none is installed, its name says why it is skipped. */
export function describeWithOwnPostgres(name: string, specify: () => void): void {
  if (PROGRAMS !== undefined) {
    describe(name, specify);
    return;
  }
  const why = 'skipped: initdb of PostgreSQL is not installed here';
  if (EVERYTHING) console.warn(`${name} is ${why}`);
  describe.skip(`${name} (${why})`, specify);
}

/** A PostgreSQL of the test's own, so that it may be restarted. */
export async function startPostgres(closers: (() => Promise<unknown>)[]) {
  const folder = mkdtempSync(join(tmpdir(), 'strata-postgres-'));
  chmodSync(folder, 0o755);
  const owner = ownerOf(folder);
  const [pgdata, port] = [join(folder, 'data'), await freePort()];
  const initialise = ['--pgdata', pgdata, '--username=strata', '--auth=trust', '--encoding=UTF8', '--no-locale'];
  execFileSync(join(PROGRAMS!, 'initdb'), [...initialise, '--no-sync'], { stdio: 'ignore', ...owner });
  const url = `postgres://strata@127.0.0.1:${String(port)}/postgres`;
  const start = async (): Promise<ChildProcess> => {
    const settings = ['listen_addresses=127.0.0.1', 'max_connections=100'].flatMap((setting) => ['-c', setting]);
    const args = ['-D', pgdata, '-p', String(port), '-k', folder, ...settings];
    const child = spawn(join(PROGRAMS!, 'postgres'), args, { stdio: 'ignore', ...owner });
    await expect.poll(() => answers(url), { timeout: 120_000, interval: 50 }).toBe(true);
    return child;
  };
  let server = await start();
  // As `pg_ctl stop -m immediate` does: as if the power had gone, what was committed is recovered from the log.
  const stop = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill('SIGQUIT');
    await ended;
  };
  closers.push(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    url,
    async restart() {
      await stop();
      server = await start();
    },
  };
}

/** PostgreSQL refuses to run as root. */
function ownerOf(folder: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string, user: string) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' }).toString());
  const user = ['postgres', 'nobody'].find((name) => {
    try {
      return idOf('-u', name) > 0;
    } catch {
      return false;
    }
  });
  const owner = { uid: idOf('-u', user!), gid: idOf('-g', user!) };
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
