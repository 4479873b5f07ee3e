/**
 * npm run bench -- start [--rounds 5] [--json]: how long people wait for the command line: `strata --help`, `strata rules
 * validate` of the shipped rules, `strata serve` until it is ready on the embedded database (from nothing, and again), and
 * `strata train` of a logistic regression on 5,000 rows and 16 columns, from the start of the process to its end. The peer
 * is a bare `node -e 0` in the same rounds, which says how fast the machine is now. Medians; the built command, in
 * processes of its own, without Redis or PostgreSQL.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { seededRandom } from '#sdk';
import { PACKAGE_ROOT } from '#strata/platform';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
});
const STRATA = join(PACKAGE_ROOT, 'bin', 'strata.js');
const RULES = join(PACKAGE_ROOT, 'rules');
const ROWS = 5000;
const COLUMNS = 16;

/** What is measured, and the milliseconds that it may take. */
const BARS = {
  'node -e 0': null,
  'strata --help': 500,
  'rules validate': 500,
  'serve, from nothing': 3000,
  'serve, again': 2000,
  'train, a small file': 5000,
};

const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'));
try {
  report(await measure(Number(values.rounds)));
} finally {
  rmSync(folder, { recursive: true });
}

type What = keyof typeof BARS;
type Figures = Readonly<Record<What, readonly number[]>>;

async function measure(rounds: number): Promise<Figures> {
  const model = writeTraining();
  const found: Record<What, number[]> = {
    'node -e 0': [],
    'strata --help': [],
    'rules validate': [],
    'serve, from nothing': [],
    'serve, again': [],
    'train, a small file': [],
  };
  for (let round = 0; round < rounds; round++) {
    const home = join(folder, `home-${String(round)}`);
    found['node -e 0'].push(await timed(() => run(home, '-e', '0')));
    found['strata --help'].push(await timed(() => run(home, STRATA, '--help')));
    found['rules validate'].push(await timed(() => run(home, STRATA, 'rules', 'validate', RULES)));
    found['serve, from nothing'].push(await untilReady(home));
    found['serve, again'].push(await untilReady(home));
    found['train, a small file'].push(
      await timed(() => run(home, STRATA, 'train', model.document, '--data', model.data)),
    );
  }
  return found;
}

/** A file that a model can learn from, and the model. */
function writeTraining(): { readonly document: string; readonly data: string } {
  const random = seededRandom(1);
  const names = Array.from({ length: COLUMNS }, (_, column) => `c${String(column)}`);
  const rows = Array.from({ length: ROWS }, () => {
    const cells = names.map(() => 2 * random.uniform() - 1);
    const logit = cells.reduce((sum, cell, column) => sum + cell * ((column % 5) - 2), 0);
    return [...cells.map((cell) => cell.toFixed(4)), Number(random.uniform() < 1 / (1 + Math.exp(-logit)))].join();
  });
  const [document, data] = [join(folder, 'small.json'), join(folder, 'small.csv')];
  writeFileSync(data, `${[...names, 'label'].join()}\n${rows.join('\n')}\n`);
  const model = {
    id: 'small',
    title: 'Small',
    plugin: 'logistic-regression',
    task: 'binary',
    label: { column: 'label' },
  };
  writeFileSync(document, JSON.stringify({ ...model, features: names }));
  return { document, data };
}

function environment(home: string): NodeJS.ProcessEnv {
  return { ...process.env, STRATA_HOME: home, DATABASE_URL: '', REDIS_URL: '' };
}

async function run(home: string, ...argv: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, argv, { env: environment(home), cwd: PACKAGE_ROOT });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** From the start of the process until the server answers that it is ready. */
async function untilReady(home: string): Promise<number> {
  const start = performance.now();
  const server = spawn(process.execPath, [STRATA, 'serve', '--port', '0'], {
    env: environment(home),
    cwd: PACKAGE_ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(server, 'exit');
  for await (const line of createInterface(server.stdout)) {
    const [, url] = /listens on (\S+)/.exec(line) ?? [];
    if (url === undefined) continue;
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 200) throw new Error(`The server answers ${String(status)}.`);
    break;
  }
  const took = performance.now() - start;
  server.kill('SIGTERM');
  await ended;
  return took;
}

function report(figures: Figures): void {
  const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
  const bare = median(figures['node -e 0']);
  const rows = Object.entries(BARS).map(([what, bar]) => {
    const milliseconds = median(figures[what as What]);
    return { what, milliseconds, timesBareNode: milliseconds / bare, bar };
  });
  const machine = `${String(availableParallelism())} processors, load ${(loadavg()[0] ?? 0).toFixed(1)}, Node ${process.version}`;
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ machine, rows }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${machine}; medians of ${values.rounds}\n`);
  for (const { what, milliseconds, timesBareNode, bar } of rows) {
    const judged = bar === null ? '' : `  (bar ${String(bar)} ms${milliseconds > bar ? ', MISSED' : ''})`;
    const times = `${timesBareNode.toFixed(1)} × bare node`;
    process.stdout.write(
      `${what.padEnd(22)} ${milliseconds.toFixed(0).padStart(6)} ms  ${times.padStart(18)}${judged}\n`,
    );
  }
}
