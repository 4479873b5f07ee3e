import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { StrataError } from '../../sdk/index.js';
import { type Config } from '../config/config.js';
import { type ApiKeys, type Principal } from './api-keys.js';
import { isLoopback } from './loopback.js';
import { rolesOf } from './roles.js';

/** A request after the guard. */
export type AuthenticatedRequest = FastifyRequest & { principal?: Principal };

const NOBODY_ASKED: Principal = Object.freeze({ keyId: null, name: 'local', role: 'admin' });

/**
 * Lets a request pass whose key has a role of the endpoint (`@Roles`); the request then carries its `principal`.
 * An endpoint without a role is closed to everybody. On loopback no key is asked for as long as none was ever made, or
 * with `STRATA_AUTH=off`.
 */
export class AuthGuard implements CanActivate {
  private readonly loopback: boolean;

  constructor(
    private readonly config: Pick<Config, 'auth' | 'host'>,
    private readonly keys: ApiKeys,
  ) {
    this.loopback = isLoopback(config.host);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const roles = rolesOf(context.getClass(), context.getHandler());
    if (roles === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const principal = await this.identify(request);
    if (principal.role !== 'admin' && !roles.includes(principal.role)) {
      const needed = roles.length === 0 ? 'No role opens it.' : `It is open to: ${[...roles, 'admin'].join(', ')}.`;
      throw new StrataError('FORBIDDEN', `The role "${principal.role}" does not open this endpoint. ${needed}`);
    }
    request.principal = principal;
    return true;
  }

  private async identify(request: AuthenticatedRequest): Promise<Principal> {
    if (await this.asksNobody(request)) return NOBODY_ASKED;
    const secret = secretOf(request.headers);
    if (secret === undefined) {
      throw new StrataError('UNAUTHORIZED', 'Send an API key in the header "Authorization: Bearer <key>".');
    }
    const principal = await this.keys.verify(secret);
    if (principal === null) throw new StrataError('UNAUTHORIZED', 'The API key is unknown or was revoked.');
    return principal;
  }

  /** The Host header is looked at, too: a web page that points its own name at 127.0.0.1 must not get in. */
  private async asksNobody(request: AuthenticatedRequest): Promise<boolean> {
    if (!this.loopback || !isLoopback(request.hostname)) return false;
    return this.config.auth === 'off' || !(await this.keys.any());
  }
}

/**
 * The key of a Bearer token; the user name of Basic, which is how analytics clients send their write key; or the header
 * `X-API-Key`, which clients of OpenFeature's remote evaluation protocol may send instead.
 */
function secretOf({ authorization, 'x-api-key': apiKey }: FastifyRequest['headers']): string | undefined {
  if (authorization === undefined) return typeof apiKey === 'string' && apiKey !== '' ? apiKey : undefined;
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [name] = Buffer.from(value, 'base64').toString('utf8').split(':', 1);
  return name === '' ? undefined : name;
}
