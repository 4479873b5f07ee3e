import { apiKeys } from '#strata/platform/auth';
import { type Config, loadConfig } from '#strata/platform/config';
import { createLogger } from '#strata/platform/telemetry';
import { openDatabase } from '#strata/platform/database';
import { type Role } from '#strata/platform/http';
import { type RunningServer, startServer } from '../../src/server.js';
import { checkedFetch } from '../support/answers.js';
import { type FreshConfig, freshConfig, type Home } from '../support/database.js';

/** A server of a test, with a database of its own. */
export interface TestServer extends RunningServer {
  readonly config: Config;
  /** Sends JSON and answers what came back; fails where that is not what the OpenAPI document says. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Resolves once the server decides by a release; servers look for a new one every second. */
  follows(release: string): Promise<void>;
  /** Closes the server and removes its database. */
  dispose(): Promise<void>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body where it is JSON, else null. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers of every shape
  readonly json: any;
}

/** A server that asks for keys, with one of each role. */
export interface GuardedServer extends TestServer {
  readonly keys: Readonly<Record<Role, string>>;
}

/** Starts a server on a port of its own, with an empty database of this home, or with what `prepare` puts into it. */
export async function startTestServer(
  home: Home,
  env: Readonly<Record<string, string>> = {},
  prepare: (home: string) => Promise<void> = () => Promise.resolve(),
): Promise<TestServer> {
  const fresh = await freshConfig(home);
  await prepare(fresh.home);
  return startOn(fresh, env);
}

/** The same with `STRATA_AUTH=on`: the keys come through the door that the command line uses, too. */
export async function startGuardedServer(
  home: Home,
  env: Readonly<Record<string, string>> = {},
  prepare?: (home: string) => Promise<void>,
): Promise<GuardedServer> {
  const server = await startTestServer(home, { STRATA_AUTH: 'on', ...env }, prepare);
  const database = await openDatabase(server.config, { guest: true });
  const make = async (role: Role) => (await apiKeys(database).create(role, `a ${role} of this test`)).secret;
  const keys = { service: await make('service'), marketer: await make('marketer'), admin: await make('admin') };
  await database.close();
  return { ...server, keys };
}

/** The header that sends a key. */
export function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` };
}

async function startOn(fresh: FreshConfig, env: Readonly<Record<string, string>>): Promise<TestServer> {
  const config = loadConfig({
    STRATA_HOME: fresh.home,
    DATABASE_URL: fresh.databaseUrl ?? '',
    PORT: '0',
    LOG_LEVEL: 'silent',
    STRATA_AUTH: 'off',
    ...env,
  });
  const server = await startServer(config, createLogger(config));
  const ask = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
    call(`${server.url}${path}`, method, body, headers);
  return {
    ...server,
    config,
    call: ask,
    async follows(release) {
      const followed = async (): Promise<boolean> =>
        ((await ask('GET', '/readyz')).json as { release?: string } | null)?.release === release;
      while (!(await followed())) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    async dispose() {
      await server.close();
      await fresh.dispose();
    },
  };
}

async function call(
  url: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const { response, text } = await checkedFetch(url, { method, headers: { ...type, ...headers }, ...content });
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
