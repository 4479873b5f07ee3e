import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '#strata/platform';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcessByStdio<null, null, Readable>;
  /** Ends it and removes what it left. */
  stop(): Promise<void>;
}

/** A folder for one run, removed at its end. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'strata-bench-'));
}

/** The bare echo. */
export function startEcho(): Promise<ServerProcess> {
  return startProcess([fileURLToPath(new URL('echo-server.js', import.meta.url))], {});
}

/** What a Strata server of a bench or a test is told. */
export interface StrataOptions {
  readonly home: string;
  readonly rules?: string;
  /** PostgreSQL; without it the embedded database in `home`. */
  readonly databaseUrl?: string | undefined;
  readonly pluginsDir?: string;
  readonly nodeOptions?: readonly string[];
  /** The folder of another build; this one unless told. */
  readonly program?: string;
}

/** The built server with its own home, on a port of its own. */
export function startStrata({
  home,
  rules,
  databaseUrl,
  pluginsDir,
  nodeOptions = [],
  program = PACKAGE_ROOT,
}: StrataOptions): Promise<ServerProcess> {
  return startProcess([...nodeOptions, join(program, 'dist', 'bundle', 'main.js')], {
    STRATA_HOME: home,
    RULES_DIR: rules ?? join(PACKAGE_ROOT, 'rules'),
    PLUGINS_DIR: pluginsDir ?? '',
    PORT: '0',
    DATABASE_URL: databaseUrl ?? '',
    STRATA_AUTH: 'off',
    LOG_LEVEL: 'info',
  });
}

/** The shipped rules with limits so high that every offer is reserved to the end of the run. */
export function unlimitedRules(folder: string): string {
  return rulesWith(folder, (strategy) => {
    for (const offer of strategy.offers) if (offer.stock !== undefined) offer.stock = 1_000_000_000;
    if (strategy.limits?.budget !== undefined) strategy.limits.budget = 1_000_000_000;
  });
}

/** A strategy document as far as benches change it. */
export interface EditableStrategy {
  id: string;
  consent?: string;
  offers: { id: string; stock?: number }[];
  limits?: { budget?: number; perUser?: unknown };
}

/** The shipped rules with each strategy changed by `edit`, without campaigns, whose limits would have to follow. */
export function rulesWith(folder: string, edit: (strategy: EditableStrategy) => void): string {
  const rules = join(folder, 'rules');
  cpSync(join(PACKAGE_ROOT, 'rules'), rules, { recursive: true });
  rmSync(join(rules, 'campaigns'), { recursive: true });
  for (const id of ['win-back-coupon', 'abandoned-cart', 'welcome-free-delivery']) {
    const file = join(rules, 'strategies', `${id}.json`);
    const strategy = JSON.parse(readFileSync(file, 'utf8')) as EditableStrategy;
    edit(strategy);
    writeFileSync(file, JSON.stringify(strategy));
  }
  return rules;
}

/** Starts a program that says `"url":"…"` on standard error when it listens. */
export async function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const [, found] = /"url":"([^"]+)"/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${String(code)}:\n${said.join('\n')}`));
    });
  });
  return {
    url,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Removes a folder of {@link temporaryFolder}. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
