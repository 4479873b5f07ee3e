import { type Config } from '#strata/platform/config';
import { type Database, openDatabase } from '#strata/platform/database';
import { type Logger } from '#strata/platform/telemetry';
import { type PluginHost } from '#strata/plugin-host';

/** What a process opens before its application, and closes after it. */
interface Ports {
  readonly database: Database;
  readonly host: PluginHost;
}

interface Closable {
  close(): Promise<void>;
}

/** A process with its application. */
export interface OpenProcess<A> extends Ports {
  readonly app: A;
  /** Ends what is under way, writes it, and closes everything. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the database and admits the plugins, both at once since each waits for a thread or a process of its own, and builds
 * the application over them. Where something fails, what was opened is closed again.
 *
 * @throws StrataError BAD_CONFIGURATION, HOME_LOCKED, UNAVAILABLE, PLUGIN_…
 */
export async function openProcess<A extends Closable>(
  config: Config,
  log: Logger,
  build: (ports: Ports) => Promise<A>,
): Promise<OpenProcess<A>> {
  const opening = [openDatabase(config), openHost(config, log)] as const;
  const settled = await Promise.allSettled<Closable>(opening);
  const opened = settled.flatMap((port) => (port.status === 'fulfilled' ? [port.value] : []));
  try {
    const [database, host] = await Promise.all(opening);
    const app = await build({ database, host });
    return { app, database, host, close: () => closeAll([app, host, database]) };
  } catch (error) {
    await closeAll(opened.reverse());
    throw error;
  }
}

async function openHost(config: Config, log: Logger): Promise<PluginHost> {
  const { configuredHost, openPluginHost } = await import('#strata/plugin-host');
  return openPluginHost({
    ...configuredHost(config),
    log: (message, context) => {
      log.warn({ ...context }, message);
    },
  });
}

/** One after the other. Everything is closed, also where something before it failed. */
async function closeAll(parts: readonly Closable[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of parts) {
    try {
      await part.close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
}
