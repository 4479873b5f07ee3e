import { type FastifyRequest } from 'fastify';
import { type Config } from '../config/index.js';
import { type ApiKeys } from './api-keys.js';
import { isLoopback } from './loopback.js';
import { keyOfSession } from './session-cookie.js';

/**
 * True where a request needs no key: on loopback before the first key was made, and with `STRATA_AUTH=off`. The Host header
 * is looked at, too: a web page that points its own name at 127.0.0.1 must not get in.
 */
export async function asksNobody(
  { hostname }: Pick<FastifyRequest, 'hostname'>,
  { auth, host }: Pick<Config, 'auth' | 'host'>,
  keys: Pick<ApiKeys, 'any'>,
): Promise<boolean> {
  if (!isLoopback(host) || !isLoopback(hostname)) return false;
  return auth === 'off' || !(await keys.any());
}

/**
 * The key of a Bearer token; the user name of Basic, which is how analytics clients send their write key; the header
 * `X-API-Key`, which clients of OpenFeature's remote evaluation protocol may send instead; or the cookie of who signed in to
 * the console.
 */
export function secretOf(request: Pick<FastifyRequest, 'headers' | 'fromAllowedOrigin'>): string | undefined {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  if (authorization === undefined) return typeof apiKey === 'string' && apiKey !== '' ? apiKey : keyOfSession(request);
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [name] = Buffer.from(value, 'base64').toString('utf8').split(':', 1);
  return name === '' ? undefined : name;
}

/** The key in the body, where analytics clients in pages of allowed origins put it. */
export function writeKeyOf({ fromAllowedOrigin, body }: FastifyRequest): string | undefined {
  if (!fromAllowedOrigin || typeof body !== 'object' || body === null || !('writeKey' in body)) return undefined;
  return typeof body.writeKey === 'string' && body.writeKey !== '' ? body.writeKey : undefined;
}
