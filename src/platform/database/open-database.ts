import { join } from 'node:path';
import { type DataSource, type DataSourceOptions } from 'typeorm';
import { StrataError } from '#sdk';
import { type Config } from '../config/index.js';
import { type Database } from './database.js';
import { damagedOr } from './home/bad-home.js';
import { openHome } from './home/open-home.js';
import { refuseOthersDatabase } from './home/others-database.js';
import { openGuestSession } from './guests/guest-session.js';
import { type GuestDoor, receiveGuests } from './guests/receive-guests.js';
import { guestDoorOf, type HomeLock, lockHome } from '../home/index.js';
import { loadMigrations, migrate } from './migrations.js';
import { createMutex } from './mutex.js';
import { pgliteDriver } from './pglite/pglite-driver.js';
import { type PgliteSession } from './pglite/pglite-session.js';
import { openPgliteThread } from './pglite/pglite-thread.js';
import { createReadiness } from './readiness.js';
import { unavailableOr } from './failures/unavailable.js';

export interface OpenOptions {
  /** Whether a running server of the home may be asked to share its embedded database; without it a home is locked. */
  readonly guest?: boolean;
}

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5000;
const OLDEST_POSTGRES = 150_000;

/**
 * Opens the database of the configuration and brings its schema up to date: PostgreSQL where `databaseUrl` is set, else
 * the embedded one in the folder `database` of `home`.
 *
 * @throws StrataError HOME_LOCKED where another process has the embedded database open, BAD_HOME where it cannot be
 * opened, UNAVAILABLE where PostgreSQL does not answer or a disk is full, BAD_CONFIGURATION where it is too old
 */
export async function openDatabase(
  config: Pick<Config, 'home' | 'databaseUrl'>,
  options: OpenOptions = {},
): Promise<Database> {
  return config.databaseUrl === undefined
    ? await openInHome(config.home, options)
    : await openPostgres(config.databaseUrl);
}

async function openInHome(home: string, options: OpenOptions): Promise<Database> {
  const folder = join(home, 'database');
  openHome(home);
  const door = options.guest === true ? guestDoorOf(home) : undefined;
  if (door !== undefined) return await openAsGuest(door, folder);
  const lock = lockHome(home);
  try {
    return await openSessions({ open: () => openPgliteThread(folder), folder, lock: { home, ...lock } });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Sessions of a PGlite database, the folder of its files, and the lock of its home where it lies in one. */
interface Embedded {
  readonly open: () => Promise<PgliteSession>;
  readonly folder: string;
  readonly lock?: HomeLock & { readonly home: string };
}

/** The embedded database of a folder in this thread, without a home and its lock: for building and for tests. */
export function openEmbedded(folder: string): Promise<Database> {
  const open = async (): Promise<PgliteSession> => {
    // Only here: otherwise PGlite is loaded by the thread alone.
    const [home, session] = await Promise.all([
      import('./home/embedded-folder.js'),
      import('./pglite/pglite-session.js'),
    ]);
    return session.sessionOf(await home.openEmbeddedFolder(folder));
  };
  return openSessions({ open, folder });
}

/** The database that a running server has open, through that server, which has migrated it. */
async function openAsGuest(door: string, folder: string): Promise<Database> {
  const driver = pgliteDriver(() => openGuestSession(door));
  const dataSource = await connect({ ...COMMON, driver }, { kind: 'guest', folder });
  const mutex = createMutex();
  return databaseOver({
    kind: 'pglite',
    folder,
    run: (work) => mutex.run(() => work(dataSource.manager)),
    transaction: (work) => mutex.run(() => dataSource.transaction(work)),
    announce: () => Promise.resolve(),
    close: () => dataSource.destroy(),
  });
}

async function openSessions({ open, folder, lock }: Embedded): Promise<Database> {
  const driver = pgliteDriver(begun(open));
  const dataSource = await connect({ ...COMMON, driver }, { kind: 'pglite', folder });
  const mutex = createMutex();
  let guests: GuestDoor | undefined;
  return databaseOver({
    kind: 'pglite',
    folder,
    run: (work) => mutex.run(() => work(dataSource.manager)),
    transaction: (work) => mutex.run(() => dataSource.transaction(work)),
    async announce(url) {
      if (lock === undefined) return;
      guests = await receiveGuests(lock.home, { alone: (work) => mutex.run(work), session: () => driver.session() });
      lock.announce(url, guests?.path);
    },
    async close() {
      await guests?.close();
      await mutex.run(() => dataSource.destroy());
      lock?.release();
    },
  });
}

/** Opens the first session at once: while its thread reads the files, this one loads what asks for them. */
function begun(open: Embedded['open']): Embedded['open'] {
  let first: Promise<PgliteSession> | undefined = open();
  // Whoever asks for it learns of its failure.
  first.catch(() => undefined);
  return () => {
    const session = first ?? open();
    first = undefined;
    return session;
  };
}

async function openPostgres(url: string): Promise<Database> {
  const dataSource = await connect(
    {
      ...COMMON,
      url,
      poolSize: POOL_SIZE,
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      applicationName: 'strata',
      extra: { keepAlive: true },
      // An idle connection that breaks is replaced by the pool; whoever needs one learns of it from his own query.
      poolErrorHandler: () => undefined,
    },
    { kind: 'postgres' },
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

const COMMON = { type: 'postgres', parseInt8: true, installExtensions: false, logging: false } as const;

/** Which home, and of the embedded one the folder of its files; a guest's is open in another process. */
type Place = { readonly kind: 'pglite' | 'guest'; readonly folder: string } | { readonly kind: 'postgres' };

/** Loaded only here, with what they are made of. */
async function knownEntities() {
  return (await import('./entities.js')).loadEntities();
}

async function connect(options: PostgresOptions, place: Place): Promise<DataSource> {
  const [typeorm, migrations, entities] = await Promise.all([import('typeorm'), loadMigrations(), knownEntities()]);
  const dataSource = new typeorm.DataSource({ ...options, entities: [...entities], migrations: [...migrations] });
  try {
    await dataSource.initialize();
    if (place.kind === 'postgres') await refuseOldServer(dataSource);
    else await refuseOthersDatabase(dataSource, place.folder);
    if (place.kind === 'guest') await refuseOtherVersion(dataSource);
    else await migrate(dataSource, place.kind);
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw tellable(error, 'folder' in place ? place.folder : undefined);
  }
}

function tellable(error: unknown, folder: string | undefined): unknown {
  const told = unavailableOr(error, folder);
  return folder === undefined ? told : damagedOr(told, folder);
}

/** The server that owns the database must be of this version, or its tables are not those that are meant. */
async function refuseOtherVersion(dataSource: DataSource): Promise<void> {
  if (!(await dataSource.showMigrations())) return;
  throw new StrataError(
    'HOME_LOCKED',
    'The running server is of an older version of Strata. Restart it, then try again.',
  );
}

async function refuseOldServer(dataSource: DataSource): Promise<void> {
  const [row] = await dataSource.query<{ version: string }[]>(
    `select current_setting('server_version_num') as version`,
  );
  if (Number(row?.version) >= OLDEST_POSTGRES) return;
  throw new StrataError('BAD_CONFIGURATION', 'DATABASE_URL names a server older than PostgreSQL 15.');
}

/** What a home of the database gives; {@link databaseOver} adds what both have in common. */
type HomeDatabase = Omit<Database, 'ready'> & { readonly folder?: string };

/** Adds states that pass as UNAVAILABLE, readiness, and closing after what still runs. */
function databaseOver(home: HomeDatabase): Database {
  const running = new Set<Promise<unknown>>();
  const readiness = createReadiness(home);
  let closing: Promise<void> | undefined;

  async function guard<T>(work: () => Promise<T>): Promise<T> {
    if (closing !== undefined) throw new StrataError('UNAVAILABLE', 'The database is closed.');
    const result = work();
    running.add(result);
    try {
      return await result;
    } catch (error) {
      const told = tellable(error, home.folder);
      readiness.note(told);
      throw told;
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
    ready: () => guard(() => readiness.check()),
    announce: (url) => guard(() => home.announce(url)),
    close: () => (closing ??= closeAfterwards()),
  };
}
