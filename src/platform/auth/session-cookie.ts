import { type FastifyRequest } from 'fastify';

/** Names the cookie that holds the key of who signed in to the console. */
const NAME = 'strata_session';
const DAY_SECONDS = 24 * 60 * 60;

/**
 * The key of who signed in. A page of another site cannot use it: browsers send the cookie only with what pages of this site ask for
 * (`SameSite=Strict`), `refuseOtherSites` refuses what comes from elsewhere, and requests of origins that the configuration
 * allows have to bring a key of their own.
 */
export function keyOfSession({
  headers: { cookie },
  fromAllowedOrigin,
}: Pick<FastifyRequest, 'headers' | 'fromAllowedOrigin'>): string | undefined {
  if (cookie === undefined || fromAllowedOrigin) return undefined;
  const [, value] = /(?:^|;\s*)strata_session=([\w.~%!'()*-]+)/.exec(cookie) ?? [];
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** `Set-Cookie` of who signs in with a key: no script reads it, and it ends after a day. */
export function sessionCookie(key: string, { protocol }: Pick<FastifyRequest, 'protocol'>): string {
  return cookieOf(encodeURIComponent(key), DAY_SECONDS, protocol);
}

/** `Set-Cookie` of who signs out. */
export function endedSessionCookie({ protocol }: Pick<FastifyRequest, 'protocol'>): string {
  return cookieOf('', 0, protocol);
}

function cookieOf(value: string, seconds: number, protocol: string): string {
  const secure = protocol === 'https' ? '; Secure' : '';
  return `${NAME}=${value}; Path=/; Max-Age=${String(seconds)}; HttpOnly; SameSite=Strict${secure}`;
}
