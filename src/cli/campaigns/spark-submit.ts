import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { StrataError } from '#sdk';
import { startProgress } from '../output/output.js';
import { causeIn } from './spark-cause.js';

/** An application for Spark. */
export interface SparkApplication {
  readonly master: string;
  /** How Spark is called here, such as `/opt/spark/bin/spark-submit`. */
  readonly submit: string;
  /** `key=value` each. */
  readonly conf: readonly string[];
  /** The script and its arguments. */
  readonly args: readonly string[];
  /** A file for everything that Spark says. */
  readonly log: string;
  readonly title: string;
}

/**
 * Submits an application and waits for it, with its progress on standard error. Ctrl-C ends it.
 *
 * @throws StrataError BAD_USAGE where there is no Spark, SPARK_FAILED with the cause, CANCELLED
 */
export async function submitToSpark(application: SparkApplication): Promise<void> {
  await mkdir(dirname(application.log), { recursive: true });
  const log = createWriteStream(application.log);
  const { code, interrupted } = await runLogged(application, log).finally(() => finished(log.end()));
  if (interrupted) {
    throw new StrataError('CANCELLED', 'The run on Spark was ended. A list that it had begun is not whole: delete it.');
  }
  if (code !== 0) throw await failed(application.log, code);
}

async function runLogged({ master, submit, conf, args, title }: SparkApplication, log: WriteStream) {
  // A group of their own: Spark, its Python and the child that drives end together.
  const child = spawn(submit, ['--master', master, ...conf.flatMap((each) => ['--conf', each]), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const progress = startProgress(title);
  let interrupts = 0;
  const interrupt = (): void => {
    // Spark then ends what it runs on the cluster; whoever cannot wait for that asks again.
    if (child.pid !== undefined) process.kill(-child.pid, interrupts++ === 0 ? 'SIGINT' : 'SIGKILL');
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  child.stderr.pipe(log, { end: false });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const made = progressIn(line);
    if (made === undefined) log.write(`${line}\n`);
    else progress.update(made.share, made.note);
  });
  try {
    const [code] = await closed;
    return { code, interrupted: interrupts > 0 };
  } catch (error) {
    throw noSpark(submit, error);
  } finally {
    progress.end();
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Where a pass begins and how much of all work it is, and its words. */
const PASSES: Readonly<Record<string, readonly [start: number, share: number, words: string]>> = {
  decide: [0, 0.6, 'decides about everybody'],
  survey: [0.6, 0.1, 'adds up what people may get'],
  count: [0.7, 0.1, 'finds the multipliers'],
  open: [0.8, 0.05, 'looks for who is at the cut'],
  list: [0.85, 0.1, 'writes the list'],
  hash: [0.95, 0.05, 'reads the list again'],
};

/** What a line of the script's says of its progress; undefined where it is another line. */
function progressIn(line: string): { readonly share: number; readonly note: string } | undefined {
  if (!line.startsWith('{"pass":')) return undefined;
  const { pass, done, tasks } = JSON.parse(line) as {
    readonly pass: string;
    readonly done: number;
    readonly tasks: number;
  };
  const [start, share, words] = PASSES[pass] ?? [0, 0, pass];
  const note = tasks === 0 ? words : `${words} (${String(done)} of ${String(tasks)} tasks)`;
  return { share: start + (tasks === 0 ? 0 : (share * done) / tasks), note };
}

const REACHED_MS = 5_000;

/**
 * Looks whether a standalone master answers: Spark itself tries for a minute, and then says something else.
 *
 * @throws StrataError SPARK_FAILED
 */
export async function assertReachable(master: string): Promise<void> {
  const [, hosts] = /^spark:\/\/(.+)$/.exec(master) ?? [];
  if (hosts === undefined) return;
  const tries = hosts.split(',').map(reach);
  await Promise.any(tries).catch((error: unknown) => {
    const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error];
    const message = first instanceof Error ? first.message : String(first);
    throw new StrataError('SPARK_FAILED', `The master ${master} cannot be reached.`, {
      problems: [{ message, expected: 'a master that listens there; local[*] is this machine alone' }],
    });
  });
}

async function reach(address: string): Promise<void> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connect({ host: hostname, port: Number(port === '' ? 7077 : port) });
  socket.setTimeout(REACHED_MS, () => socket.destroy(new Error(`${address} does not answer`)));
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

function noSpark(submit: string, cause: unknown): StrataError {
  const expected =
    'the path of spark-submit: --submit PATH. A virtual environment with pyspark and pyarrow of PyPI has it in its bin';
  return new StrataError('BAD_USAGE', `${submit} cannot be started.`, {
    problems: [{ message: cause instanceof Error ? cause.message : String(cause), expected }],
    cause,
  });
}

async function failed(log: string, code: number | null): Promise<StrataError> {
  const { message, expected } = causeIn(await readFile(log, 'utf8')) ?? { message: `it ended with ${String(code)}` };
  return new StrataError('SPARK_FAILED', `Spark failed: ${message}`, {
    problems: [{ file: log, message: 'all that Spark said', ...(expected === undefined ? {} : { expected }) }],
  });
}
