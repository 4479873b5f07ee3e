import { type FailureShape, problemOf } from '#strata/platform/http';
import { type ErrorCode } from '#sdk';

/** The protocol's error codes. */
export type OfrepErrorCode = 'PARSE_ERROR' | 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'FLAG_NOT_FOUND' | 'GENERAL';

/** An evaluation that fails as the protocol says it. */
export class OfrepError extends Error {
  override readonly name = 'OfrepError';
  constructor(
    readonly code: OfrepErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A failure as it is answered; `key` where one flag was asked for. */
export interface FlagFailure {
  readonly key?: string;
  readonly errorCode: OfrepErrorCode;
  readonly errorDetails: string;
}

const CODES: Partial<Record<ErrorCode, OfrepErrorCode>> = {
  UNKNOWN_STRATEGY: 'FLAG_NOT_FOUND',
  UNKNOWN_FACT: 'INVALID_CONTEXT',
  INVALID_FACT: 'INVALID_CONTEXT',
  INVALID_REQUEST: 'INVALID_CONTEXT',
  BAD_REQUEST: 'PARSE_ERROR',
  UNAVAILABLE: 'GENERAL',
};

const PATH = '/ofrep/v1/evaluate/flags';
const NOT_FOUND = 404;
const BAD_REQUEST = 400;
const UNAVAILABLE = 503;

/**
 * How the protocol answers a failed evaluation, also of a body that is not JSON. Missing keys, too many requests and the
 * like are told by their status, as the protocol leaves open what else to say.
 */
export const ofrepFailure: FailureShape = (error, { url, params }) => {
  if (!url.startsWith(PATH)) return null;
  const failure = failureOf(error);
  if (failure === null) return null;
  const { strategy } = params as { readonly strategy?: string };
  const body: FlagFailure = strategy === undefined ? failure : { key: strategy, ...failure };
  return { status: statusOf(failure.errorCode), body };
};

function failureOf(error: unknown): FlagFailure | null {
  if (error instanceof OfrepError) return { errorCode: error.code, errorDetails: error.message };
  const { code, detail } = problemOf(error);
  const errorCode = CODES[code];
  return errorCode === undefined ? null : { errorCode, errorDetails: detail };
}

function statusOf(code: OfrepErrorCode): number {
  if (code === 'FLAG_NOT_FOUND') return NOT_FOUND;
  return code === 'GENERAL' ? UNAVAILABLE : BAD_REQUEST;
}
