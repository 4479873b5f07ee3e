import { type EntitySchema } from 'typeorm';
import { type Config } from '../config/config.js';
import { type Database } from './database.js';

export interface OpenOptions {
  /** The entities that repositories of this database may be asked for. */
  readonly entities?: readonly EntitySchema[];
}

/**
 * Opens the database of the configuration and brings its schema up to date: PostgreSQL where `databaseUrl` is set, else
 * the embedded one in `home`/database.
 *
 * @throws StrataError HOME_LOCKED where another process has the embedded database open, UNAVAILABLE where PostgreSQL
 * does not answer
 */
export async function openDatabase(
  config: Pick<Config, 'home' | 'databaseUrl'>,
  options: OpenOptions = {},
): Promise<Database> {
  return undefined as never;
}
