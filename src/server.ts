import { type Config } from '#strata/platform/config';
import { bindPlainly, collectGarbageAlone } from '#strata/platform/process';
import { createLogger, type Logger } from '#strata/platform/telemetry';
import { openProcess } from './process.js';

/** A server that answers. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** The database's home, for people; never holds a password. */
  readonly database: string;
  /** Content hash of the release that decides. */
  readonly release: string;
  /** What an operator should know, one line each. */
  readonly notices: readonly string[];
  /** Finishes what is under way, writes it, and closes. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the database, admits the plugins, publishes the rules where nothing was published yet, and listens.
 *
 * @throws StrataError BAD_CONFIGURATION, HOME_LOCKED, UNAVAILABLE, INVALID_DOCUMENT, PLUGIN_…
 */
export async function startServer(config: Config, log: Logger = createLogger(config)): Promise<RunningServer> {
  bindPlainly();
  collectGarbageAlone();
  // Nest and the controllers are loaded while the database's thread and the plugins' process start.
  const application = import('./application.js');
  const {
    app: server,
    database,
    close,
  } = await openProcess(config, log, async (ports) => {
    const { createServer } = await application;
    return createServer({ config, log, ...ports, duty: { kind: 'server' } });
  });
  try {
    await server.app.listen(config.port, config.host);
    const url = await server.app.getUrl();
    await database.announce(url);
    return { url, database: databaseName(config), release: server.release(), notices: server.notices, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function databaseName({ databaseUrl, home }: Config): string {
  if (databaseUrl === undefined) return `${home} (embedded)`;
  const { host, pathname } = new URL(databaseUrl);
  return `postgres://${host}${pathname}`;
}
