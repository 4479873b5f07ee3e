import { vi } from 'vitest';
import { run } from '../../src/cli/index.js';
import { COMMANDS } from '../../src/cli/commands/program.js';

// Compiling what commands stand on is no part of what a test of them may take.
for (const { load } of COMMANDS) await load();

/** What a command left behind. */
export interface Ran {
  /** The exit code. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of `strata` in this process, with the environment as `vi.stubEnv` made it, and keeps what it printed. */
export async function strata(...argv: string[]): Promise<Ran> {
  const printed = { out: '', err: '' };
  const catching = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    printed[stream] += String(text);
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(catching('out'));
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(catching('err'));
  process.exitCode = undefined;
  try {
    return { code: await run(argv), ...printed };
  } finally {
    process.exitCode = undefined;
    out.mockRestore();
    err.mockRestore();
  }
}
