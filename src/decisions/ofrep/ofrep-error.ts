import { type ErrorCode, isStrataError } from '../../sdk/index.js';

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

/** A failure as it is answered. */
export interface Failure {
  readonly status: number;
  readonly body: { readonly errorCode: OfrepErrorCode; readonly errorDetails: string };
}

const CODES: Partial<Record<ErrorCode, OfrepErrorCode>> = {
  UNKNOWN_STRATEGY: 'FLAG_NOT_FOUND',
  UNKNOWN_FACT: 'INVALID_CONTEXT',
  INVALID_FACT: 'INVALID_CONTEXT',
  INVALID_REQUEST: 'INVALID_CONTEXT',
  BAD_REQUEST: 'PARSE_ERROR',
  UNAVAILABLE: 'GENERAL',
};

const NOT_FOUND = 404;
const BAD_REQUEST = 400;
const UNAVAILABLE = 503;

/** How the protocol answers an error; null where it says nothing about such ones. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof OfrepError) return failure(error.code, error.message);
  if (!isStrataError(error)) return null;
  const code = CODES[error.code];
  return code === undefined ? null : failure(code, error.message);
}

function failure(errorCode: OfrepErrorCode, errorDetails: string): Failure {
  return { status: statusOf(errorCode), body: { errorCode, errorDetails } };
}

function statusOf(code: OfrepErrorCode): number {
  if (code === 'FLAG_NOT_FOUND') return NOT_FOUND;
  return code === 'GENERAL' ? UNAVAILABLE : BAD_REQUEST;
}
