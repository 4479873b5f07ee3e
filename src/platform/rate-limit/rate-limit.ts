import { isIPv6 } from 'node:net';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyRequest } from 'fastify';
import { StrataError } from '#sdk';
import { type ApiKeys, asksNobody, secretOf } from '../auth/index.js';
import { type Config } from '../config/index.js';

/** As many keys and addresses are counted at once; the ones that were quiet for longest are forgotten. */
const MOST_CALLERS = 10_000;
/** Stands above a route that never refuses: whoever watches the server must not count against who uses it. */
export const Unlimited = (): MethodDecorator => RouteConfig({ rateLimit: false });

/**
 * Refuses requests beyond `rateLimit` a second of one key, or of one address where no key is sent, or none that is known,
 * with 429 and `Retry-After`. Each process counts for itself. Without a limit there is no hook at all.
 */
export async function limitRates(
  app: NestFastifyApplication,
  config: Pick<Config, 'rateLimit' | 'auth' | 'host'>,
  keys: ApiKeys,
): Promise<void> {
  const { rateLimit: limit } = config;
  if (limit === undefined) return;
  const { default: rateLimit } = await import('@fastify/rate-limit');
  await app.register(rateLimit, {
    max: limit,
    timeWindow: 1000,
    cache: MOST_CALLERS,
    keyGenerator: (request) => callerOf(request, config, keys),
    errorResponseBuilder: () =>
      new StrataError('TOO_MANY_REQUESTS', `More than ${String(limit)} requests came in one second.`),
  });
}

/** The key, however it is sent. One that nobody knows counts as none: each guess would have a limit of its own. */
async function callerOf(
  request: FastifyRequest,
  config: Pick<Config, 'auth' | 'host'>,
  keys: ApiKeys,
): Promise<string> {
  const secret = secretOf(request);
  if (secret === undefined) return addressOf(request);
  try {
    if (await asksNobody(request, config, keys)) return `sent:${secret}`;
    const known = await keys.verify(secret);
    return known === null ? addressOf(request) : `key:${String(known.keyId)}`;
  } catch {
    // The database is away, which the request itself will tell.
    return addressOf(request);
  }
}

/** One subscriber has a whole /64 of IPv6. */
function addressOf({ ip }: FastifyRequest): string {
  if (!isIPv6(ip) || ip.includes('.')) return `address:${ip}`;
  const [head = '', tail = ''] = ip.split('::');
  const groups = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const [first = [], last = []] = groups;
  const all = ip.includes('::')
    ? [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last]
    : first;
  return `address:${all.slice(0, 4).join(':')}`;
}
