import { type Command, CommanderError } from 'commander';

import { ERRORS, isStrataError } from '#sdk';
import { placeOf, printable } from './output/output.js';
import { createProgram } from './commands/program.js';

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
  const problems = error.problems.map((problem) =>
    [
      `  ${placeOf(problem)}`,
      ...(problem.message === error.message ? [] : [`    ${problem.message}`]),
      ...(problem.expected === undefined ? [] : [`    expected: ${problem.expected}`]),
      ...(problem.nearest === undefined ? [] : [`    did you mean "${problem.nearest}"?`]),
    ]
      .filter((line) => line.trim() !== '')
      .map(printable)
      .join('\n'),
  );
  return [`${error.message} [${error.code}]`, ...problems].join('\n');
}
