import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type SparkManifest } from '#strata/spark';

const STRATA = fileURLToPath(new URL('../../bin/strata.js', import.meta.url));

/** What became of a child. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Starts `strata decide-columns`. */
function startChild(args: readonly string[]) {
  const child = spawn(process.execPath, [STRATA, 'decide-columns', '--arrow', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A child that has ended reads no more.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Runs a pass over the bytes of an Arrow stream. */
export async function runChild(args: readonly string[], input: Uint8Array): Promise<Ended> {
  const child = startChild(args);
  const [out, err] = [[] as Buffer[], [] as Buffer[]];
  child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() };
}

/** Answers what the driving child asks for: a result of each partition. */
export async function driveChild(
  args: readonly string[],
  answer: (pass: string, multipliers: unknown) => Promise<readonly Uint8Array[]>,
): Promise<SparkManifest> {
  const child = startChild([...args, '--pass', 'drive']);
  let errors = '';
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { ask: string; multipliers: unknown; done?: SparkManifest };
    if (said.done !== undefined) return said.done;
    for (const bytes of await answer(said.ask, said.multipliers)) {
      child.stdin.write(`${Buffer.from(bytes).toString('base64')}\n`);
    }
    child.stdin.write('\n');
  }
  throw new Error(errors);
}
