import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { contribution, type ContributionKind } from '../contributions/index.js';
import { type Logger } from '../telemetry/index.js';
import { PROBLEM_MEDIA_TYPE, problemIn, problemOf } from './problem.js';
import { spokenLanguage } from './requests/spoken-language.js';

const RETRY_AFTER_SECONDS = '1';

/** An answer in the shape of a protocol, where that wants no problem documents; null where it says nothing about it. */
export type FailureShape = (
  error: unknown,
  request: FastifyRequest,
) => { readonly status: number; readonly body: object } | null;

/** The shapes that modules bring along for the paths of theirs. */
export const FailureShapes: ContributionKind<FailureShape> = contribution('shapes of failures');

/**
 * Answers every error as a problem document in the language that is asked for, or as the protocol of its path wants it;
 * logs those that are our fault under the request's id.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly shapes: readonly FailureShape[] = [],
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { id } = request;
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error, id);
    const shaped = this.#shaped(error, request);
    if ((shaped ?? problem).status >= 500)
      this.log.error({ err: error, requestId: id, code: problem.code }, 'request failed');
    if (reply.sent) return;
    if (problem.status === 503 || problem.status === 429) reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    if (shaped !== null) {
      void reply.status(shaped.status).send(shaped.body);
      return;
    }
    const told = problemIn(spokenLanguage(request, reply), problem);
    void reply.status(problem.status).type(PROBLEM_MEDIA_TYPE).send(told);
  }
  #shaped(error: unknown, request: FastifyRequest): ReturnType<FailureShape> {
    for (const shape of this.shapes) {
      const shaped = shape(error, request);
      if (shaped !== null) return shaped;
    }
    return null;
  }
}
