import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshDatabase } from './fresh-database.js';
import { ConnectionTimes, processorSeconds } from './processor-time.js';
import { type ServerProcess, startEcho, startProcess, startStrata } from './servers.js';

export type Home = 'pglite' | 'postgres';

/** A server of the comparison, with the processor time that it and its database take. */
export interface Contestant {
  readonly name: Name;
  readonly url: string;
  /** Seconds of processor time since the last call; undefined where the machine does not tell. */
  processorSince(): Promise<number | undefined>;
  stop(): Promise<void>;
}

export const ECHO = 'echo';
export const STRATA = 'Strata';
export const BEFORE = 'Strata before';
export const GUARANTEED = 'hand-built, same guarantees';
export const BARE = 'hand-built, no guarantees';
export type Name = typeof ECHO | typeof STRATA | typeof BEFORE | typeof GUARANTEED | typeof BARE;

export interface Field {
  readonly home: Home;
  /** A temporary folder. */
  readonly folder: string;
  /** The documents that everybody decides by. */
  readonly rules: string;
  /** The PostgreSQL server; each contestant gets a database of its own on it. */
  readonly serverUrl: string | undefined;
  /** A folder with another build of Strata, to be measured beside this one. */
  readonly against: string | undefined;
  readonly nodeOptions: readonly string[];
}

/** Everybody who is measured, started. The hand-built services need PostgreSQL. */
export async function startContestants(field: Field): Promise<readonly Contestant[]> {
  const { home, against, nodeOptions } = field;
  const names: readonly Name[] = [
    ECHO,
    STRATA,
    ...(against === undefined ? [] : ([BEFORE] as const)),
    ...(home === 'postgres' ? ([GUARANTEED, BARE] as const) : []),
  ];
  const started: Contestant[] = [];
  try {
    for (const name of names) started.push(await start(name, field, name === STRATA ? nodeOptions : []));
    return started;
  } catch (error) {
    for (const contestant of started) await contestant.stop();
    throw error;
  }
}

async function start(name: Name, field: Field, nodeOptions: readonly string[]): Promise<Contestant> {
  if (name === ECHO) return contestant(name, await startEcho());
  const database = field.home === 'postgres' ? await freshDatabase(field.serverUrl!) : undefined;
  const server = await startDeciding(name, field, { databaseUrl: database?.url, nodeOptions });
  if (database === undefined) return contestant(name, server);
  return contestant(name, server, { ...database, times: await ConnectionTimes.open(database.url) });
}

interface Settings {
  readonly databaseUrl: string | undefined;
  readonly nodeOptions: readonly string[];
}

function startDeciding(name: Name, { folder, rules, against }: Field, settings: Settings): Promise<ServerProcess> {
  const { databaseUrl, nodeOptions } = settings;
  if (name === STRATA) return startStrata({ home: join(folder, 'strata'), rules, databaseUrl, nodeOptions });
  if (name === BEFORE) {
    return startStrata({ home: join(folder, 'before'), rules, databaseUrl, nodeOptions, program: against! });
  }
  return startProcess([fileURLToPath(new URL('peer/server.js', import.meta.url))], {
    DATABASE_URL: databaseUrl!,
    RULES_DIR: rules,
    GUARANTEES: name === GUARANTEED ? 'all' : 'none',
  });
}

interface Database {
  readonly times: ConnectionTimes;
  drop(): Promise<void>;
}

function contestant(name: Name, server: ServerProcess, database?: Database): Contestant {
  let before = 0;
  return {
    name,
    url: server.url,
    async processorSince() {
      const now = processorSeconds(server.process.pid);
      const connections = database === undefined ? 0 : await database.times.since();
      if (now === undefined || connections === undefined) return undefined;
      const own = now - before;
      before = now;
      return own + connections;
    },
    async stop() {
      await server.stop();
      await database?.times.close();
      await database?.drop();
    },
  };
}
