import { hostname } from 'node:os';
import { type Config } from '#strata/platform/config';
import { homeOwner } from '#strata/platform/database';
import { type ErrorCode, ERRORS, type Problem, StrataError } from '#sdk';

/** The API of the server that has the embedded database of a home open. */
export interface ServerCalls {
  /** `path` is below `/v1/`. @throws StrataError as the server answers, UNAVAILABLE where it does not */
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

const TIME_LIMIT_MS = 30_000;

/**
 * The server that has the embedded database open, on this machine; undefined where there is none, so that the database
 * can be opened here. `key` is an API key, STRATA_ADMIN_KEY unless told.
 */
export function runningServer(config: Config, key = config.adminKey): ServerCalls | undefined {
  if (config.databaseUrl !== undefined) return undefined;
  const owner = homeOwner(config.home);
  if (owner?.url === undefined || owner.host !== hostname()) return undefined;
  const { url } = owner;
  return {
    async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
      const response = await send(new URL(`/v1/${path}`, url), { method, body, key });
      const answer: unknown = await response.json().catch(() => undefined);
      if (!response.ok) throw refused(response.status, answer);
      return answer as T;
    },
  };
}

interface Sent {
  readonly method: string;
  readonly body: unknown;
  readonly key: string | undefined;
}

async function send(url: URL, { method, body, key }: Sent): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new StrataError('UNAVAILABLE', `The server on ${url.origin} does not answer.`, { cause });
  }
}

/** A problem document, as far as it is read here. */
interface ProblemAnswer {
  readonly code: string;
  readonly detail: string;
  readonly problems: readonly Problem[];
}

function refused(status: number, answer: unknown): StrataError {
  const { code, detail, problems } = (answer ?? {}) as Partial<ProblemAnswer>;
  const known = typeof code === 'string' && code in ERRORS ? (code as ErrorCode) : 'UNAVAILABLE';
  const hint = status === 401 || status === 403 ? ' Set STRATA_ADMIN_KEY to a key that may do this.' : '';
  const message = `${detail ?? `The server answered ${String(status)}.`}${hint}`;
  return new StrataError(known, message, { problems: Array.isArray(problems) ? problems : [] });
}
