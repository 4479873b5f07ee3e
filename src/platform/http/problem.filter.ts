import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type ErrorCode, type Problem } from '../../sdk/index.js';
import { type Logger } from '../telemetry/logger.js';

/** A problem document (RFC 9457), as `application/problem+json`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  /** The request's id, as in the logs. */
  readonly requestId?: string;
  readonly problems?: readonly Problem[];
}

/** Answers every error as a problem document: known ones by their code, all others as INTERNAL, logged with an id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(log: Logger) {}
  catch(error: unknown, host: ArgumentsHost): void {}
}

/** The problem document of any error. */
export function problemOf(error: unknown): ProblemDocument {
  return undefined as never;
}
