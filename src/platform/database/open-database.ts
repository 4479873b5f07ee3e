import { join } from 'node:path';
import { type PGlite } from '@electric-sql/pglite';
import { DataSource, type DataSourceOptions, type EntitySchema } from 'typeorm';
import { StrataError } from '../../sdk/index.js';
import { type Config } from '../config/config.js';
import { type Database } from './database.js';
import { lockHome } from './home-lock.js';
import { loadMigrations, migrate } from './migrations.js';
import { createMutex } from './mutex.js';
import { pgliteDriver } from './pglite-driver.js';
import { type PgliteSession, sessionOf } from './pglite-session.js';
import { openPgliteThread } from './pglite-thread.js';
import { unavailableOr } from './unavailable.js';

export interface OpenOptions {
  /** The entities that repositories of this database may be asked for. */
  readonly entities?: readonly EntitySchema[];
}

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5000;
const OLDEST_POSTGRES = 150_000;

/**
 * Opens the database of the configuration and brings its schema up to date: PostgreSQL where `databaseUrl` is set, else
 * the embedded one in the folder `database` of `home`.
 *
 * @throws StrataError HOME_LOCKED where another process has the embedded database open, UNAVAILABLE where PostgreSQL
 * does not answer, BAD_CONFIGURATION where it is too old
 */
export async function openDatabase(
  config: Pick<Config, 'home' | 'databaseUrl'>,
  options: OpenOptions = {},
): Promise<Database> {
  return config.databaseUrl === undefined
    ? await openInHome(config.home, options)
    : await openPostgres(config.databaseUrl, options);
}

async function openInHome(home: string, options: OpenOptions): Promise<Database> {
  const lock = lockHome(home);
  try {
    return await openSessions(() => openPgliteThread(join(home, 'database')), options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What a database has to tell and to leave when it lies in a home. */
interface Home {
  announce(url: string): void;
  release(): void;
}

/** A database over a PGlite instance, which it closes when it is closed: for tests, in memory and in this thread. */
export function openEmbedded(pglite: PGlite, options: OpenOptions = {}): Promise<Database> {
  return openSessions(() => Promise.resolve(sessionOf(pglite)), options);
}

async function openSessions(open: () => Promise<PgliteSession>, options: OpenOptions, home?: Home): Promise<Database> {
  const dataSource = await connect({ ...common(options), driver: pgliteDriver(open) }, 'pglite');
  const mutex = createMutex();
  return databaseOver({
    kind: 'pglite',
    run: (work) => mutex.run(() => work(dataSource.manager)),
    transaction: (work) => mutex.run(() => dataSource.transaction(work)),
    announce(url) {
      home?.announce(url);
      return Promise.resolve();
    },
    async close() {
      await dataSource.destroy();
      home?.release();
    },
  });
}

async function openPostgres(url: string, options: OpenOptions): Promise<Database> {
  const dataSource = await connect(
    {
      ...common(options),
      url,
      poolSize: POOL_SIZE,
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      applicationName: 'strata',
      extra: { keepAlive: true },
      // An idle connection that breaks is replaced by the pool; whoever needs one learns of it from his own query.
      poolErrorHandler: () => undefined,
    },
    'postgres',
  );
  return databaseOver({
    kind: 'postgres',
    run: (work) => work(dataSource.manager),
    transaction: (work) => dataSource.transaction(work),
    announce: () => Promise.resolve(),
    close: () => dataSource.destroy(),
  });
}

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

function common({ entities = [] }: OpenOptions): PostgresOptions {
  return { type: 'postgres', entities: [...entities], parseInt8: true, installExtensions: false, logging: false };
}

async function connect(options: PostgresOptions, kind: Database['kind']): Promise<DataSource> {
  const dataSource = new DataSource({ ...options, migrations: [...(await loadMigrations())] });
  try {
    await dataSource.initialize();
    if (kind === 'postgres') await refuseOldServer(dataSource);
    await migrate(dataSource, kind);
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw unavailableOr(error);
  }
}

async function refuseOldServer(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query<{ version: string }[]>(
    `select current_setting('server_version_num') as version`,
  );
  if (Number(row?.version) >= OLDEST_POSTGRES) return;
  throw new StrataError('BAD_CONFIGURATION', 'DATABASE_URL names a server older than PostgreSQL 15.');
}

/** Adds what both homes have in common: loss of the connection as UNAVAILABLE, and closing after what still runs. */
function databaseOver(home: Database): Database {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  async function guard<T>(work: () => Promise<T>): Promise<T> {
    if (closing !== undefined) throw new StrataError('UNAVAILABLE', 'The database is closed.');
    const result = work();
    running.add(result);
    try {
      return await result;
    } catch (error) {
      throw unavailableOr(error);
    } finally {
      running.delete(result);
    }
  }
  async function closeAfterwards(): Promise<void> {
    await Promise.allSettled(running);
    await home.close();
  }
  return {
    kind: home.kind,
    run: (work) => guard(() => home.run(work)),
    transaction: (work) => guard(() => home.transaction(work)),
    announce: (url) => guard(() => home.announce(url)),
    close: () => (closing ??= closeAfterwards()),
  };
}
