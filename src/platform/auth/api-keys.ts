import { type Database } from '../database/database.js';
import { type Role } from './roles.js';

/** A key as it is listed; the key itself is shown only when it is made. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

/** Who sends a request. */
export interface Principal {
  /** The key's id; null where no key is asked for. */
  readonly keyId: string | null;
  readonly name: string;
  readonly role: Role;
}

/** The API keys: random, stored as hashes, revocable. */
export interface ApiKeys {
  /** Makes a key. `secret` is the key itself: shown now and never again. */
  create(role: Role, name?: string): Promise<{ key: ApiKey; secret: string }>;
  /** All keys, newest first. */
  list(): Promise<readonly ApiKey[]>;
  /** @throws StrataError NOT_FOUND */
  revoke(id: string): Promise<ApiKey>;
  /** Whose key this is, or null for an unknown or revoked one. Answers from memory; follows changes within seconds. */
  verify(secret: string): Promise<Principal | null>;
  /** True as soon as a key was ever made, also if it was revoked since. */
  any(): Promise<boolean>;
  /** Records a key chosen by the operator (STRATA_ADMIN_KEY) as an administrator's, unless it is known already. */
  ensureAdmin(secret: string): Promise<void>;
}

/** The API keys of a database. */
export function apiKeys(database: Database): ApiKeys {
  return undefined as never;
}
