import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { StrataError } from '#sdk';
import { STRATA, recordChange } from '../audit/index.js';
import { type Database } from '../database/index.js';
import { uuidv7 } from '#strata/kernel';
import { type Role } from '../http/index.js';

/** A key as it is listed; the key itself is shown only when it is made. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC; null while the key is valid. */
  readonly revokedAt: string | null;
}

/** Who sends a request. */
export interface Principal {
  /** The key's id; null where no key is asked for. */
  readonly keyId: string | null;
  readonly name: string;
  readonly role: Role;
}

/** Token of the {@link ApiKeys} of the database. */
export const API_KEYS = Symbol('api keys');

/** The API keys: random, stored as hashes, revocable. `by` is who does it, for the audit log. */
export interface ApiKeys {
  /** Makes a key. `secret` is the key itself: shown now and never again. */
  create(role: Role, name?: string, by?: string): Promise<{ readonly key: ApiKey; readonly secret: string }>;
  /** All keys, newest first. */
  list(): Promise<readonly ApiKey[]>;
  /** @throws StrataError NOT_FOUND */
  revoke(id: string, by?: string): Promise<ApiKey>;
  /** Whose key this is, or null for an unknown or revoked one. Answers from memory; follows changes within seconds. */
  verify(secret: string): Promise<Principal | null>;
  /** True as soon as a key was ever made, also if it was revoked since. */
  any(): Promise<boolean>;
  /** Records a key chosen by the operator (STRATA_ADMIN_KEY) as an administrator's, unless it is known already. */
  ensureAdmin(secret: string): Promise<void>;
}

/** The API keys of a database. */
export function apiKeys(database: Database): ApiKeys {
  const known = knownKeys(database);
  return {
    async create(role, name = '', by = STRATA) {
      const secret = `strata_${randomBytes(32).toString('base64url')}`;
      const [row] = await insert(database, { role, name, secret, by });
      if (row === undefined) throw new StrataError('INTERNAL', 'The key could not be stored.');
      known.forget();
      return { key: keyOf(row), secret };
    },
    async list() {
      const rows = await database.run((manager) =>
        manager.query<Row[]>(`select ${COLUMNS} from api_keys order by created_at desc, id desc`),
      );
      return rows.map(keyOf);
    },
    async revoke(id, by = STRATA) {
      const revoked = await revoke(database, id, by);
      known.forget();
      return keyOf(revoked);
    },
    async verify(secret) {
      const hash = hashOf(secret);
      return (await known.recent()).find(hash) ?? (await known.renewed()).find(hash) ?? null;
    },
    async any() {
      return (await known.recent()).any;
    },
    async ensureAdmin(secret) {
      await insert(database, { role: 'admin', name: 'STRATA_ADMIN_KEY', secret, by: STRATA });
      known.forget();
    },
  };
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
}
const COLUMNS = 'id, name, role, created_at, revoked_at';

interface NewKey extends Pick<ApiKey, 'role' | 'name'> {
  readonly secret: string;
  readonly by: string;
}

/** The row that was made; none where the same key is there already, revoked or not. */
function insert(database: Database, { role, name, secret, by }: NewKey): Promise<Row[]> {
  return database.transaction(async (manager) => {
    const rows = await manager.query<Row[]>(
      `insert into api_keys (id, name, role, hash) values ($1, $2, $3, $4) on conflict (hash) do nothing
        returning ${COLUMNS}`,
      [uuidv7(), name, role, hashOf(secret).toString('hex')],
    );
    const [row] = rows;
    if (row !== undefined) {
      const after = { name, role };
      await recordChange(manager, { who: by, what: 'key.created', subject: `key:${row.id}`, before: null, after });
    }
    return rows;
  });
}

/** @throws StrataError NOT_FOUND */
function revoke(database: Database, id: string, by: string): Promise<Row> {
  return database.transaction(async (manager) => {
    const [before] = await manager.query<Row[]>(`select ${COLUMNS} from api_keys where id = $1 for update`, [id]);
    if (before === undefined) throw new StrataError('NOT_FOUND', `There is no key with the id "${id}".`);
    if (before.revoked_at !== null) return before;
    const [[row]] = await manager.query<[Row[], number]>(
      `update api_keys set revoked_at = $2 where id = $1 returning ${COLUMNS}`,
      [id, new Date().toISOString()],
    );
    const { name, role } = before;
    const what = 'key.revoked' as const;
    await recordChange(manager, { who: by, what, subject: `key:${id}`, before: { name, role }, after: null });
    return row ?? before;
  });
}

function keyOf(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

/** SHA-256 without salt or stretching is enough for keys of 256 random bits: there is nothing to guess. */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** All keys as of a moment. */
interface Snapshot {
  /** When it was read, in milliseconds of the process's clock. */
  readonly at: number;
  readonly any: boolean;
  find(hash: Buffer): Principal | undefined;
}

/** Younger than this, a snapshot is taken as it is; a revoked key is refused at the latest after both times. */
const RECENT_MS = 1000;
/** Younger than this, it still answers while the next one is read, so that no request waits for it. */
const USABLE_MS = 4000;
/** An unknown key has the keys read again, but not more often than this: guessing must not load the database. */
const RENEW_MS = 250;

/** The keys in memory, read again as needed. */
function knownKeys(database: Database) {
  let snapshot: Snapshot | undefined;
  let reading: Promise<Snapshot> | undefined;

  async function read(): Promise<Snapshot> {
    try {
      return (snapshot = await readSnapshot(database));
    } finally {
      reading = undefined;
    }
  }
  const next = (): Promise<Snapshot> => (reading ??= read());

  return {
    async recent(): Promise<Snapshot> {
      if (snapshot === undefined) return await next();
      const age = performance.now() - snapshot.at;
      if (age < RECENT_MS) return snapshot;
      const renewed = next();
      if (age > USABLE_MS) return await renewed;
      // A failure shows at the first request that has to wait.
      renewed.catch(() => undefined);
      return snapshot;
    },
    async renewed(): Promise<Snapshot> {
      return snapshot !== undefined && performance.now() - snapshot.at < RENEW_MS ? snapshot : await next();
    },
    forget(): void {
      snapshot = undefined;
    },
  };
}

async function readSnapshot(database: Database): Promise<Snapshot> {
  const at = performance.now();
  const rows = await database.run((manager) =>
    manager.query<(Row & { hash: string })[]>(`select ${COLUMNS}, hash from api_keys`),
  );
  const valid = new Map(
    rows
      .filter((row) => row.revoked_at === null)
      .map(({ id, name, role, hash }) => [hash, { hash: Buffer.from(hash, 'hex'), who: { keyId: id, name, role } }]),
  );
  return {
    at,
    any: rows.length > 0,
    find(hash) {
      const entry = valid.get(hash.toString('hex'));
      return entry !== undefined && timingSafeEqual(entry.hash, hash) ? entry.who : undefined;
    },
  };
}
