import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Command } from 'commander';
import semver from 'semver';
import { fixedWords } from '#strata/kernel';
import { createLogger } from '#strata/platform/telemetry';
import { homeOwner } from '#strata/platform/home';
import { PACKAGE_ROOT } from '#strata/platform';
import { isStrataError, SDK_VERSION } from '#sdk';
import { openJobs } from '../../worker.js';
import { printJson, printLine, printTable } from '../output/output.js';
import { registerDoctorData } from './doctor-data.js';
import { withWorkspace, type Workspace } from '../workspace/workspace.js';

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  /** What there is. */
  readonly found: string;
  /** `problem`: Strata does not work like this; `advice`: it works, but could do better. */
  readonly verdict: 'ok' | 'advice' | 'problem';
  /** What to do about it. */
  readonly advice?: string;
}

/** `strata doctor`: what Strata runs on, whether all of it can be reached, and what would be faster. */
export function registerDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description('show versions, backends, database and plugins, and what would be faster')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata doctor')
    .action(async ({ json }: { json?: true }) => {
      const findings = await withWorkspace(examine);
      if (findings.some(({ verdict }) => verdict === 'problem')) process.exitCode = 1;
      if (json) printJson(findings);
      else printFindings(findings);
    });
  registerDoctorData(command);
}

async function examine(workspace: Workspace): Promise<readonly Finding[]> {
  return [
    strataVersion(),
    nodeVersion(),
    machine(),
    tensorflow(),
    await database(workspace),
    await queue(workspace),
    await plugins(workspace),
  ];
}

function printFindings(findings: readonly Finding[]): void {
  printTable(
    ['', 'what', 'found'],
    findings.map(({ what, found, verdict }) => [verdict === 'problem' ? '✗' : '✓', what, found]),
  );
  for (const { what, advice, verdict } of findings) {
    if (advice !== undefined) printLine(`${verdict === 'problem' ? 'Problem' : 'Advice'} (${what}): ${advice}`);
  }
}

function strataVersion(): Finding {
  const { version } = readPackage();
  return { what: 'strata', found: `${version}, plugin SDK ${SDK_VERSION}`, verdict: 'ok' };
}

function nodeVersion(): Finding {
  const found = process.version;
  const needed = readPackage().engines.node;
  if (semver.satisfies(found, needed)) return { what: 'node', found, verdict: 'ok' };
  return { what: 'node', found, verdict: 'problem', advice: `Strata needs Node ${needed}.` };
}

function readPackage(): { version: string; engines: { node: string } } {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as ReturnType<typeof readPackage>;
}

const GIB = 2 ** 30;

function machine(): Finding {
  const found = `${String(availableParallelism())} processors, ${fixedWords(totalmem() / GIB, 1)} GiB of memory`;
  return { what: 'machine', found, verdict: 'ok' };
}

/** tfjs-node is present without its library where its install script did not run; only loading it tells. */
function tensorflow(): Finding {
  const what = 'tensorflow';
  try {
    createRequire(import.meta.url)('@tensorflow/tfjs-node');
    return { what, found: 'native (tfjs-node)', verdict: 'ok' };
  } catch {
    const advice = 'Neural networks would train faster with the native library: npm rebuild @tensorflow/tfjs-node.';
    return { what, found: 'WebAssembly (tfjs)', verdict: 'advice', advice };
  }
}

async function database(workspace: Workspace): Promise<Finding> {
  const { databaseUrl, home } = workspace.config;
  const what = 'database';
  if (databaseUrl !== undefined) return await openedDatabase(workspace, `PostgreSQL on ${new URL(databaseUrl).host}`);
  const advice = 'In production use PostgreSQL (DATABASE_URL): it survives a power cut and serves many processes.';
  const embedded = `embedded, in ${home}`;
  const owner = homeOwner(home);
  if (owner !== undefined) {
    const server = owner.url === undefined ? '' : `, server on ${owner.url}`;
    return { what, found: `${embedded}; in use by process ${String(owner.pid)}${server}`, verdict: 'advice', advice };
  }
  if (!existsSync(join(home, 'database'))) {
    return { what, found: `${embedded}; made at the first start`, verdict: 'advice', advice };
  }
  const opened = await openedDatabase(workspace, embedded);
  return opened.verdict === 'ok' ? { ...opened, verdict: 'advice', advice } : opened;
}

async function openedDatabase(workspace: Workspace, name: string): Promise<Finding> {
  const what = 'database';
  try {
    const opened = await workspace.database();
    const [row] = await opened.run((manager) =>
      manager.query<{ version: string }[]>(`select current_setting('server_version') as version`),
    );
    return { what, found: `${name}; version ${row?.version ?? 'unknown'}`, verdict: 'ok' };
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return { what, found: name, verdict: 'problem', advice: error.message };
  }
}

async function queue(workspace: Workspace): Promise<Finding> {
  const { redisUrl } = workspace.config;
  const what = 'queue';
  const jobs = await jobsIn(workspace);
  if (redisUrl === undefined) return { ...jobs, what, found: `inside the process${jobs.found}` };
  const url = new URL(redisUrl);
  const found = `Redis on ${url.host}${jobs.found}`;
  if (await answers(url.hostname, Number(url.port || REDIS_PORT))) return { ...jobs, what, found };
  const advice = 'Redis does not answer. Check REDIS_URL. Until it does, jobs wait in the database.';
  return { what, found, verdict: 'problem', advice };
}

/** What waits and who works, where the database can be looked into. */
async function jobsIn(workspace: Workspace): Promise<Omit<Finding, 'what'>> {
  const { databaseUrl, home } = workspace.config;
  if (databaseUrl === undefined && !existsSync(join(home, 'database'))) return { found: '', verdict: 'ok' };
  try {
    const opened = await openJobs({}, await workspace.database(), createLogger({ logLevel: 'error' }));
    const { jobs, workers } = await opened.summary();
    await opened.close();
    const counted = [`${String(jobs.queued)} wait`, `${String(jobs.running)} run`, `${String(jobs.failed)} failed`];
    const found = `; jobs: ${counted.join(', ')}; workers: ${String(workers)}`;
    if (jobs.queued === 0 || workers > 0) return { found, verdict: 'ok' };
    return { found, verdict: 'advice', advice: 'Jobs wait and nobody works: start `strata worker`, or a server.' };
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return { found: '', verdict: 'ok' };
  }
}

const REDIS_PORT = 6379;
const PATIENCE_MS = 2000;

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const end = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => {
      end(true);
    });
    for (const failure of ['error', 'timeout']) {
      socket.once(failure, () => {
        end(false);
      });
    }
  });
}

async function plugins(workspace: Workspace): Promise<Finding> {
  const what = 'plugins';
  try {
    const host = await workspace.host();
    const found = [...host.plugins.values()].map(({ id, manifest }) => `${id} ${manifest.version}`).join(', ');
    return { what, found: found === '' ? 'none' : found, verdict: 'ok' };
  } catch (error) {
    if (!isStrataError(error)) throw error;
    return { what, found: 'refused', verdict: 'problem', advice: error.message };
  }
}
