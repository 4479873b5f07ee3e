import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '#strata/platform';
import { type ServerProcess, startProcess } from '../../bench/decisions/servers.js';
import { freshConfig, type FreshConfig } from './database.js';
import { kill } from './killing.js';

/** How long a worker of these tests keeps a job that it says nothing about. */
export const LEASE_SECONDS = 2;

/** Settings of processes, over those of the tests. */
type Environment = Readonly<Record<string, string>>;

/** Starts servers and workers of their own, on the rules and data of one test file, which may be killed. */
export interface Processes {
  readonly fresh: (home: 'pglite' | 'postgres') => Promise<FreshConfig>;
  readonly serve: (config: FreshConfig, env?: Environment) => Promise<ServerProcess>;
  readonly work: (config: FreshConfig, env: Environment) => Promise<ChildProcess>;
}

/**
 * @param folders absolute paths of the rules and of the data
 * @param closers get what ends each of them
 */
export function processesOf(
  folders: () => { readonly rules: string; readonly data: string },
  closers: (() => Promise<unknown>)[],
): Processes {
  const environmentOf = ({ home, databaseUrl }: FreshConfig): Environment => ({
    STRATA_HOME: home,
    DATABASE_URL: databaseUrl ?? '',
    REDIS_URL: '',
    RULES_DIR: folders().rules,
    DATA_DIR: folders().data,
    PORT: '0',
    STRATA_AUTH: 'off',
    LOG_LEVEL: 'info',
  });
  return {
    async fresh(home) {
      const config = await freshConfig(home);
      closers.push(() => config.dispose());
      return config;
    },
    async serve(config, env = {}) {
      const main = join(PACKAGE_ROOT, 'dist', 'bundle', 'main.js');
      const server = await startProcess([main], { ...environmentOf(config), ...env });
      closers.push(() => server.stop());
      return server;
    },
    async work(config, env) {
      const args = [join(PACKAGE_ROOT, 'bin', 'strata.js'), 'worker', '--lease', String(LEASE_SECONDS)];
      const worker = spawn(process.execPath, args, {
        env: { ...process.env, ...environmentOf(config), LOG_LEVEL: 'silent', ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      closers.push(() => kill(worker));
      await once(worker.stdout, 'data');
      return worker;
    },
  };
}
