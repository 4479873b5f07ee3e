import { isIP } from 'node:net';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { StrataError } from '#sdk';
import { isLoopback } from './loopback.js';
import { type Config } from '../config/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** True for the request of a page whose origin the configuration allows. */
    fromAllowedOrigin: boolean;
  }
}

type Allowed = Pick<Config, 'host' | 'allowedOrigins' | 'allowedHosts'>;

const PREFLIGHT_SECONDS = '600';
/** What clients of our APIs send; `anonymousid` comes from RudderStack's. */
const CORS_HEADERS =
  'authorization, content-type, content-encoding, idempotency-key, if-match, if-none-match, x-api-key, anonymousid';
const CORS_METHODS = 'GET, POST, PUT, DELETE';
const EXPOSED_HEADERS = 'etag, retry-after, x-request-id';

/**
 * Refuses what a page of another site makes a browser send, before anything else is done: requests whose `Origin` is not
 * this server's, or whose `Sec-Fetch-Site` says so, and, on loopback, a `Host` that is not this machine's (a name of
 * somebody else that points at 127.0.0.1). Origins and hosts that the configuration names may come in, with CORS for these
 * origins. Clients that are no browsers send none of it and notice nothing.
 *
 * Bound to other addresses the host is checked only where `ALLOWED_HOSTS` is set: every call needs a key there, which a
 * browser adds by itself only to what the console's own page asks for (`session-cookie.ts`).
 */
export function refuseOtherSites(app: NestFastifyApplication, allowed: Allowed): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const origins = new Set(allowed.allowedOrigins);
  const knowsHost = hostCheck(allowed);
  fastify.decorateRequest('fromAllowedOrigin', false);
  fastify.addHook('onRequest', async (request, reply) => {
    if (!knowsHost(request.hostname)) throw foreignHost();
    const { origin } = request.headers;
    request.fromAllowedOrigin = origin !== undefined && origins.has(origin.toLowerCase());
    if (request.fromAllowedOrigin) return allow(request, reply, String(origin));
    if (isOfAnotherSite(request)) throw foreignOrigin();
    return undefined;
  });
}

function hostCheck({ host, allowedHosts }: Allowed): (name: string) => boolean {
  const named = new Set(allowedHosts);
  if (isLoopback(host)) return (name) => isLoopback(name) || named.has(name.toLowerCase());
  if (allowedHosts === undefined) return () => true;
  // Only a name can be made to point elsewhere; probes and balancers use addresses.
  return (name) => named.has(name.toLowerCase()) || isLoopback(name) || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function isOfAnotherSite({ method, headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) return !isSameHost(origin, host);
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  // A link that somebody follows: it changes nothing, and the page that it was on reads nothing.
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && method === 'GET');
}

/** Whether a proxy speaks TLS for this server, nobody here knows. */
function isSameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}

function allow({ method, headers }: FastifyRequest, reply: FastifyReply, origin: string): FastifyReply | undefined {
  reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
  reply.header('access-control-expose-headers', EXPOSED_HEADERS);
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return undefined;
  reply.header('access-control-allow-methods', CORS_METHODS).header('access-control-allow-headers', CORS_HEADERS);
  return reply.header('access-control-max-age', PREFLIGHT_SECONDS).status(204).send();
}

function foreignOrigin(): StrataError {
  const message = 'A page of another site sent this request.';
  const expected = 'an origin that the environment variable ALLOWED_ORIGINS names, or a client that is no web page';
  return new StrataError('CROSS_SITE', message, { problems: [{ message, expected }] });
}

function foreignHost(): StrataError {
  const message = 'The request is for a host that is not this server.';
  const expected = 'localhost, or a name that the environment variable ALLOWED_HOSTS has';
  return new StrataError('CROSS_SITE', message, { problems: [{ message, expected }] });
}
