import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EntitySchema } from 'typeorm';
import { describe } from 'vitest';
import { createPglite, type Database, openDatabase, openEmbedded, PACKAGE_ROOT, uuidv7 } from '#strata/platform';

/** The two homes of the database. */
const HOMES = ['pglite', 'postgres'] as const;
export type Home = (typeof HOMES)[number];

const serviceUrl = process.env.TEST_DATABASE_URL;
const WITHOUT_POSTGRES = 'skipped: no PostgreSQL; run it with scripts/services.sh or set TEST_DATABASE_URL';

/** True where a database of this home can be made here. */
function isAvailable(home: Home): boolean {
  return home === 'pglite' || (serviceUrl !== undefined && serviceUrl !== '');
}

/** The same specification on PGlite and on PostgreSQL; where that is not running, its name says why it is skipped. */
export function describeOnBothHomes(name: string, specify: (home: Home) => void): void {
  for (const home of HOMES) describeOn(home, name, specify);
}

/** A specification on one home. */
export function describeOn(home: Home, name: string, specify: (home: Home) => void): void {
  if (isAvailable(home)) {
    describe(`${name} (${home})`, () => {
      specify(home);
    });
    return;
  }
  console.warn(`${name} (${home}) is ${WITHOUT_POSTGRES}`);
  describe.skip(`${name} (${home}, ${WITHOUT_POSTGRES})`, () => {
    specify(home);
  });
}

/**
 * An empty database with all migrations, in memory on PGlite. `close` also drops it.
 * About 0.6 s on PGlite and 0.2 s on PostgreSQL.
 */
export async function freshDatabase(home: Home, entities: readonly EntitySchema[] = []): Promise<Database> {
  if (home === 'pglite') return await openEmbedded(await createPglite(undefined, await migratedImage()), { entities });
  const config = await freshConfig(home);
  const database = await openDatabase(config, { entities });
  return {
    ...database,
    async close() {
      await database.close();
      await config.dispose();
    },
  };
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

/** A home of its own for a server or a command: its database is migrated already, on PGlite in the home's folder. */
export async function freshConfig(kind: Home): Promise<FreshConfig> {
  const home = mkdtempSync(join(tmpdir(), 'strata-test-'));
  const removeHome = (): void => {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  if (kind === 'pglite') {
    const pglite = await createPglite(join(home, 'database'), await migratedImage());
    await pglite.close();
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

async function onService(sql: string): Promise<void> {
  const client = new Client({ connectionString: serviceUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const CACHE = join(PACKAGE_ROOT, 'node_modules', '.cache', 'strata');

/** The image of a migrated PGlite, made once for these migrations: loading it takes a quarter of the time. */
async function migratedImage(): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(CACHE, `pglite-${fingerprint()}.tar`);
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    return await makeImage(file);
  }
}

async function makeImage(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const pglite = await createPglite();
  const database = await openEmbedded(pglite);
  const image = new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
  await database.close();
  mkdirSync(CACHE, { recursive: true });
  const outdated = readdirSync(CACHE).filter((name) => /^pglite-.*\.tar$/.test(name));
  for (const name of outdated) rmSync(join(CACHE, name), { force: true });
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, image);
  renameSync(draft, file);
  return image;
}

/** Changes whenever the built migrations or PGlite change. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const folder = join(PACKAGE_ROOT, 'dist', 'migrations');
  const migrations = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const files = migrations.sort().map((name) => join(folder, name));
  for (const file of [...files, join(PACKAGE_ROOT, 'node_modules', '@electric-sql', 'pglite', 'package.json')]) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
