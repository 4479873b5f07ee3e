import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { StrataError } from '#sdk';
import { type Config } from '../config/index.js';
import { type ApiKeys, type Principal } from './api-keys.js';
import { rolesOf } from '../http/index.js';
import { asksNobody, secretOf, writeKeyOf } from './secret.js';

/** A request after the guard. */
export type AuthenticatedRequest = FastifyRequest & { principal?: Principal };

const NOBODY_ASKED: Principal = Object.freeze({ keyId: null, name: 'local', role: 'admin' });

/**
 * Lets a request pass whose key has a role of the endpoint (`@Roles`); the request then carries its `principal`.
 * An endpoint without a role is closed to everybody. On loopback no key is asked for as long as none was ever made, or
 * with `STRATA_AUTH=off`.
 */
export class AuthGuard implements CanActivate {
  constructor(
    private readonly config: Pick<Config, 'auth' | 'host'>,
    private readonly keys: ApiKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const roles = rolesOf(context.getClass(), context.getHandler());
    if (roles === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const principal = await this.identify(request);
    if (principal.role !== 'admin' && !roles.includes(principal.role)) {
      const needed =
        roles.length === 0 ? 'No role opens it.' : `It is open to: ${[...new Set([...roles, 'admin'])].join(', ')}.`;
      throw new StrataError('FORBIDDEN', `The role "${principal.role}" does not open this endpoint. ${needed}`);
    }
    request.principal = principal;
    return true;
  }

  private async identify(request: AuthenticatedRequest): Promise<Principal> {
    if (await asksNobody(request, this.config, this.keys)) return NOBODY_ASKED;
    const secret = secretOf(request) ?? writeKeyOf(request);
    if (secret === undefined) {
      throw new StrataError('UNAUTHORIZED', 'Send an API key in the header "Authorization: Bearer <key>".');
    }
    const principal = await this.keys.verify(secret);
    if (principal === null) throw new StrataError('UNAUTHORIZED', 'The API key is unknown or was revoked.');
    return principal;
  }
}
