import rateLimit from '@fastify/rate-limit';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { StrataError } from '../../sdk/index.js';
import { type Config } from '../config/config.js';

/** As many keys and addresses are counted at once; the ones that were quiet for longest are forgotten. */
const MOST_CALLERS = 10_000;
/** Whoever watches the server must not count against who uses it. */
const UNLIMITED: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Refuses requests beyond `rateLimit` a second of one key, or of one address where no key is sent, with 429 and
 * `Retry-After`. Each process counts for itself. Without a limit there is no hook at all.
 */
export async function limitRates(
  app: NestFastifyApplication,
  { rateLimit: limit }: Pick<Config, 'rateLimit'>,
): Promise<void> {
  if (limit === undefined) return;
  await app.register(rateLimit, {
    max: limit,
    timeWindow: 1000,
    cache: MOST_CALLERS,
    keyGenerator: ({ headers, ip }) => headers.authorization ?? ip,
    allowList: ({ routeOptions }) => UNLIMITED.has(routeOptions.url ?? ''),
    errorResponseBuilder: () =>
      new StrataError('TOO_MANY_REQUESTS', `More than ${String(limit)} requests came in one second.`),
  });
}
