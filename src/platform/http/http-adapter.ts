import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger } from '../telemetry/logger.js';

/**
 * Fastify as Strata runs it: body of at most 1 MiB, request ids, malformed URLs and HTTP answered as problem documents,
 * 503 while it shuts down.
 */
export function createHttpAdapter(log: Logger): FastifyAdapter {
  return undefined as never;
}

/** What every Strata server needs on top: the problem filter, the limit on nesting, request metrics. */
export function configureHttp(app: NestFastifyApplication, log: Logger): void {}
