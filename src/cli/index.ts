import { type Command, CommanderError } from 'commander';
import { ERRORS, isStrataError } from '../sdk/index.js';
import { createProgram } from './program.js';

/**
 * Runs the `strata` command.
 *
 * @param argv the arguments after the command's own name
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
export async function run(argv: readonly string[]): Promise<number> {
  const program = await createProgram(argv);
  throwInsteadOfExit(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${describe(error)}\n`);
    return isStrataError(error) && 'usage' in ERRORS[error.code] ? 2 : 1;
  }
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInsteadOfExit);
}

function describe(error: unknown): string {
  if (!isStrataError(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const problems = error.problems.map(({ file, pointer, message, expected, nearest }) =>
    [
      `  ${[file, pointer].filter((part) => part !== undefined).join(' ')}`.trimEnd(),
      ...(message === error.message ? [] : [`    ${message}`]),
      ...(expected === undefined ? [] : [`    expected: ${expected}`]),
      ...(nearest === undefined ? [] : [`    did you mean "${nearest}"?`]),
    ]
      .filter((line) => line.trim() !== '')
      .join('\n'),
  );
  return [`${error.message} [${error.code}]`, ...problems].join('\n');
}
