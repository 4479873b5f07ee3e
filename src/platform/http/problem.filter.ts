import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from '../telemetry/logger.js';
import { PROBLEM_MEDIA_TYPE, problemOf } from './problem.js';

const RETRY_AFTER_SECONDS = '1';

/** Answers every error as a problem document; logs those that are our fault under the request's id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { id } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error, id);
    if (problem.status >= 500) this.log.error({ err: error, requestId: id, code: problem.code }, 'request failed');
    if (reply.sent) return;
    if (problem.status === 503 || problem.status === 429) reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
  }
}
