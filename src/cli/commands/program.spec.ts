import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Command, Help } from 'commander';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '#strata/platform';
import { strata } from '../../../test/support/strata.js';
import { COMMANDS, createProgram } from './program.js';

const help = new Help();
const lineOf = (command: Command): string => `${help.subcommandTerm(command)}: ${command.description()}`;

describe('the commands of strata', () => {
  it('are listed as they describe themselves', async () => {
    const listed = (await createProgram([])).commands.map(lineOf);
    const whole = (await createProgram(COMMANDS.map(({ name }) => name))).commands.map(lineOf);
    expect(listed).toEqual(whole);
  });

  it('are suggested after a slip, and found by `help`', async () => {
    const slip = await strata('trian', 'churn');
    expect(slip).toMatchObject({ code: 2 });
    expect(slip.err).toContain('Did you mean train?');
    expect((await strata('help', 'train')).out).toContain('--watch');
  });

  it('load nothing of what they do not use', () => {
    const loaded = (...argv: readonly string[]): string =>
      execFileSync(process.execPath, ['--import', COLLECT, join(PACKAGE_ROOT, 'bin', 'strata.js'), ...argv], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const packages = ['@nestjs', 'typeorm', '@duckdb', 'fastify', 'bull', '@tensorflow', '@electric-sql'];
    const within = (output: string): readonly string[] =>
      packages.filter((name) => output.includes(`/node_modules/${name}/`));
    expect(within(loaded('--help'))).toEqual([]);
    expect(within(loaded('rules', 'validate', join(PACKAGE_ROOT, 'rules')))).toEqual([]);
  });
});

/** Prints the address of every module that is loaded. */
const COLLECT = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  const hook = 'export async function load(url, context, next) { console.log(url); return next(url, context); }';
  register('data:text/javascript,' + encodeURIComponent(hook));
`)}`;
