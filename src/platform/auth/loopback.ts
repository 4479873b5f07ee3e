import { StrataError } from '#sdk';
import { type Config } from '../config/index.js';
import { type ApiKeys } from './api-keys.js';

/** True for a name or an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/**
 * Refuses to start a server that everybody could use: without any key, and with `STRATA_AUTH=off`, it may listen on
 * loopback only. Creates the administrator of `STRATA_ADMIN_KEY` first.
 *
 * @returns a line for people where no key is asked for, else null
 * @throws StrataError BAD_CONFIGURATION
 */
export async function assertSafeToListen(
  config: Pick<Config, 'auth' | 'host' | 'adminKey'>,
  keys: ApiKeys,
): Promise<string | null> {
  if (config.adminKey !== undefined) await keys.ensureAdmin(config.adminKey);
  if (config.auth === 'off') {
    if (isLoopback(config.host)) return 'STRATA_AUTH=off: everybody on this machine may do everything.';
    throw refusal(`STRATA_AUTH=off is accepted on loopback only, not on ${config.host}.`, 'HOST=127.0.0.1');
  }
  if (await keys.any()) return null;
  if (isLoopback(config.host)) {
    return 'No API key exists: everybody on this machine may do everything, until `strata keys create --role admin` makes the first.';
  }
  throw refusal(
    `Without an API key the server does not listen on ${config.host}.`,
    'STRATA_ADMIN_KEY, or a key made with `strata keys create --role admin`',
  );
}

function refusal(message: string, expected: string): StrataError {
  return new StrataError('BAD_CONFIGURATION', message, { problems: [{ message, pointer: '/HOST', expected }] });
}
