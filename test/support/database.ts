import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, vi } from 'vitest';
import { type Database, openDatabase, openEmbedded } from '#strata/platform/database';
import { uuidv7 } from '#strata/kernel';
import { copyTemplate } from '../../src/platform/database/home/template.js';
import { EVERYTHING, REST_ONLY } from './suite.js';

/** The two homes of the database. */
const HOMES = ['pglite', 'postgres'] as const;
export type Home = (typeof HOMES)[number];

const serviceUrl = process.env.TEST_DATABASE_URL;
const WITHOUT_POSTGRES = 'skipped: no PostgreSQL; npm run test:all starts one, or set TEST_DATABASE_URL';

/** True where a database of this home can be made here. */
function isAvailable(home: Home): boolean {
  return home === 'pglite' || (serviceUrl !== undefined && serviceUrl !== '');
}

/** The same specification on PGlite and on PostgreSQL; where that is not running, its name says why it is skipped. */
export function describeOnBothHomes(name: string, specify: (home: Home) => void): void {
  const homes = REST_ONLY && !isSlow() ? HOMES.filter((home) => home !== 'pglite') : HOMES;
  for (const home of homes) describeOn(home, name, specify);
}

/** True in a file that `npm test` leaves out. */
function isSlow(): boolean {
  return expect.getState().testPath?.endsWith('.slow.spec.ts') === true;
}

/** A specification on one home. */
export function describeOn(home: Home, name: string, specify: (home: Home) => void): void {
  if (isAvailable(home)) {
    describe(`${name} (${home})`, () => {
      specify(home);
    });
    return;
  }
  if (EVERYTHING) console.warn(`${name} (${home}) is ${WITHOUT_POSTGRES}`);
  describe.skip(`${name} (${home}, ${WITHOUT_POSTGRES})`, () => {
    specify(home);
  });
}

/** An empty database with all migrations. `close` also drops it. */
export async function freshDatabase(home: Home): Promise<Database> {
  const config = await freshConfig(home);
  const folder = join(config.home, 'database');
  const database = await (home === 'pglite' ? openEmbedded(folder) : openDatabase(config));
  return {
    ...database,
    async close() {
      await database.close();
      await config.dispose();
    },
  };
}

/**
 * Waits until all transactions that began before have ended, also those of other tests on this server: what is read in the
 * order of transactions is read up to the first one that is still open.
 */
export async function transactionsEnded(database: Database): Promise<void> {
  const numberOf = async (end: 'xmin' | 'xmax'): Promise<bigint> => {
    const sql = `select pg_snapshot_${end}(pg_current_snapshot())::text as number`;
    const [row] = await database.run((manager) => manager.query<[{ readonly number: string }]>(sql));
    return BigInt(row.number);
  };
  const next = await numberOf('xmax');
  await vi.waitFor(
    async () => {
      expect((await numberOf('xmin')) >= next).toBe(true);
    },
    { timeout: 120_000, interval: 20 },
  );
}

/** What `loadConfig` would say about a database of its own. */
export interface FreshConfig {
  /** A temporary folder. */
  readonly home: string;
  /** Only on PostgreSQL. */
  readonly databaseUrl?: string;
  /** Deletes the folder and drops the database, also under those who still use it. */
  dispose(): Promise<void>;
}

/** Not among the types of Node. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

const pglite = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
/** As long as it is held, V8 compiles PGlite for this process, all its threads too, and not anew for each database. */
const compiled = WebAssembly.compile(readFileSync(join(pglite, 'pglite.wasm')));

/** A home of its own for a server or a command, which make their database in it where it is the embedded one. */
export async function freshConfig(kind: Home): Promise<FreshConfig> {
  await compiled;
  const home = mkdtempSync(join(tmpdir(), 'strata-test-'));
  const removeHome = (): void => {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  if (kind === 'pglite') {
    prepareEmbedded(join(home, 'database'));
    return {
      home,
      dispose() {
        removeHome();
        return Promise.resolve();
      },
    };
  }
  const name = `strata_test_${uuidv7().replaceAll('-', '')}`;
  await onService(`create database ${name}`);
  const url = new URL(serviceUrl!);
  url.pathname = `/${name}`;
  return {
    home,
    databaseUrl: url.href,
    async dispose() {
      removeHome();
      await onService(`drop database if exists ${name} with (force)`);
    },
  };
}

/**
 * The database that a first start would make, with a small cache: half of what opening one takes is to fill the memory of
 * a large one with zeros.
 */
export function prepareEmbedded(folder: string): void {
  if (copyTemplate(folder)) appendFileSync(join(folder, 'postgresql.conf'), "shared_buffers = '8MB'\n");
}

async function onService(sql: string): Promise<void> {
  const client = new Client({ connectionString: serviceUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
