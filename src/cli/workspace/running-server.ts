import { hostname } from 'node:os';
import { answerOf, createClient, Refusal, type StrataClient } from '#client';
import { type Config } from '#strata/platform/config';
import { homeOwner } from '#strata/platform/home';
import { ERRORS, StrataError } from '#sdk';

/** The API of the server that has the embedded database of a home open. */
export interface ServerCalls {
  /** The answer of one call of the client. @throws StrataError as the server answers, UNAVAILABLE where it does not */
  ask<T>(call: (api: StrataClient) => Parameters<typeof answerOf<T>>[0]): Promise<T>;
}

/**
 * The server that has the embedded database open, on this machine; undefined where there is none, so that the database
 * can be opened here. `key` is an API key and defaults to STRATA_ADMIN_KEY.
 */
export function runningServer(config: Config, key = config.adminKey): ServerCalls | undefined {
  if (config.databaseUrl !== undefined) return undefined;
  const owner = homeOwner(config.home);
  if (owner?.url === undefined || owner.host !== hostname()) return undefined;
  return serverCalls(owner.url, key);
}

/** The calls of a server at this address. */
export function serverCalls(url: string, key?: string): ServerCalls {
  const api = createClient({ url, key });
  return {
    async ask(call) {
      try {
        return await answerOf(call(api));
      } catch (error) {
        if (error instanceof Refusal) throw refused(error);
        throw new StrataError('UNAVAILABLE', `The server on ${url} does not answer.`, { cause: error });
      }
    },
  };
}

function refused({ status, message, problem: { code, problems = [] } }: Refusal): StrataError {
  // A server of another version may know more codes.
  const known = code !== undefined && code in ERRORS ? code : 'UNAVAILABLE';
  const hint = status === 401 || status === 403 ? ' Set STRATA_ADMIN_KEY to a key that may do this.' : '';
  return new StrataError(known, `${message}${hint}`, { problems });
}
