import { type DestinationStream, pino, type Logger as PinoLogger } from 'pino';
import { ERRORS, isStrataError } from '#sdk';
import { type Config } from '../config/index.js';

export type Logger = PinoLogger;

/** Names under which secrets and facts about people travel; they are removed wherever a log line carries them. */
const PRIVATE = ['authorization', 'facts', 'context', 'body', 'userId', 'secret', 'password', 'parameters', 'headers'];

const STANDARD_ERROR = 2;

/**
 * A structured logger (one JSON object a line) to standard error. API keys and facts about people never reach it: they
 * are removed by name, and of an error only its type, code, message and stack are kept, of what a database or a
 * plugin said not even the message, since it may quote a value: of a plugin its id and the line of its code are kept.
 *
 * @param destination instead of standard error, for tests
 */
export function createLogger(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Logger {
  return pino(
    {
      level: config.logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      hooks: {
        // Without a message of its own, a line about an error would repeat the error's.
        logMethod([first, ...rest]: unknown[], write) {
          const line: unknown = first instanceof Error ? { err: first } : first;
          const needsMessage = rest.length === 0 && typeof line === 'object' && line !== null && 'err' in line;
          write.apply(this, [line, ...(needsMessage ? ['failed'] : rest)] as Parameters<typeof write>);
        },
      },
      serializers: { err: describeError, error: describeError },
      redact: { paths: PRIVATE.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), remove: true },
    },
    destination ?? pino.destination({ fd: STANDARD_ERROR, sync: true }),
  );
}

interface ErrorLine {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly plugin?: string;
  readonly at?: string;
  readonly stack?: string;
  readonly cause?: ErrorLine;
}

function describeError(error: unknown): ErrorLine {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return {
    type: error.name,
    ...code,
    message: messageOf(error),
    ...(isStrataError(error) ? error.source : {}),
    stack: callsOf(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function messageOf(error: Error): string {
  if (isFromDatabase(error)) return 'the database refused a statement';
  return isStrataError(error) && error.source !== undefined ? ERRORS[error.code].title : error.message;
}

/** TypeORM's errors carry the driver's, which names the SQLSTATE in five characters. */
function isFromDatabase(error: Error): boolean {
  return 'driverError' in error || ('code' in error && /^[0-9A-Z]{5}$/.test(String(error.code)));
}

/** The calls without the first line, which would repeat the message. */
function callsOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n');
  return lines.filter((line) => line.startsWith('    at ')).join('\n');
}

/** Token of the process's {@link Logger}. */
export const LOG = Symbol('log');
