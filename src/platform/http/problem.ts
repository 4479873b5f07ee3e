import { HttpException } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { type ErrorCode, ERRORS, isStrataError, type Problem } from '#sdk';
import { messageIn, problemsIn } from '../messages/index.js';

/** A problem document (RFC 9457), sent as `application/problem+json`. */
export interface ProblemDocument {
  /** Where the code is documented. */
  readonly type: string;
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** What is wrong this time. */
  readonly detail: string;
  readonly code: ErrorCode;
  /** The request's id, as in the logs and the header `x-request-id`. */
  readonly requestId?: string;
  /** Every place where the input was wrong. */
  readonly problems?: readonly Problem[];
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** Statuses of Nest and Fastify that have a code of their own; any other 4xx is a BAD_REQUEST. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  503: 'UNAVAILABLE',
};

/**
 * The problem document of any error. Errors that are neither ours nor about the request become INTERNAL, and nothing of
 * their text gets out.
 */
export function problemOf(error: unknown, requestId?: string): ProblemDocument {
  const { code, detail, problems } = knownError(error) ?? INTERNAL;
  return {
    type: `/docs/errors#${code}`,
    title: ERRORS[code].title,
    status: ERRORS[code].status,
    detail,
    code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

/** A problem document in a language; its members but `title`, `detail` and `problems` are for programs. */
export function problemIn(language: Language, problem: ProblemDocument): ProblemDocument {
  return {
    ...problem,
    title: messageIn(language, problem.title),
    detail: messageIn(language, problem.detail),
    ...(problem.problems === undefined ? {} : { problems: problemsIn(language, problem.problems) }),
  };
}

interface Known {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly problems: readonly Problem[];
}

const INTERNAL: Known = {
  code: 'INTERNAL',
  detail: 'The request failed inside. The log has more under its request id.',
  problems: [],
};

function knownError(error: unknown): Known | undefined {
  if (isStrataError(error)) {
    return error.code === 'INTERNAL' ? INTERNAL : { code: error.code, detail: error.message, problems: error.problems };
  }
  const status = requestStatus(error);
  if (status === undefined) return undefined;
  const code = CODES[status] ?? (status >= 400 && status < 500 ? 'BAD_REQUEST' : undefined);
  return code === undefined ? undefined : { code, detail: (error as Error).message, problems: [] };
}

/** The status of an error that Nest or Fastify throws about a request. */
function requestStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const isAboutRequest = error.name === 'FastifyError' || error instanceof SyntaxError || error instanceof URIError;
  return isAboutRequest ? Number(error.statusCode) : undefined;
}
