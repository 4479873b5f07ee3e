import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type Config } from '../config/config.js';
import { type ApiKeys } from './api-keys.js';

/**
 * Refuses to start a server that everybody could use: without any key, and with `STRATA_AUTH=off`, only loopback.
 * Creates the administrator of `STRATA_ADMIN_KEY`.
 *
 * @returns a line for people where no key is asked for, or null
 * @throws StrataError BAD_CONFIGURATION
 */
export async function assertSafeToListen(config: Config, keys: ApiKeys): Promise<string | null> {
  return undefined as never;
}

/**
 * Lets a request pass whose key has a role of the endpoint (`@Roles`); the request then carries its `principal`.
 * An endpoint without a role is closed to everybody.
 */
export class AuthGuard implements CanActivate {
  constructor(config: Pick<Config, 'auth' | 'host'>, keys: ApiKeys) {}
  async canActivate(context: ExecutionContext): Promise<boolean> {
    return undefined as never;
  }
}

/** Every endpoint (`Controller.method`) of these controllers that names no role: must be empty. */
export function endpointsWithoutRole(controllers: readonly (new (...args: never[]) => object)[]): readonly string[] {
  return [];
}
