import { type Command, InvalidArgumentError } from 'commander';
import { closeOnSignal } from '#strata/platform/process';
import { createLogger } from '#strata/platform/telemetry';
import { loadConfig } from '#strata/platform/config';
import { startServer } from '../../server.js';
import { printJson, printLine } from '../output/output.js';

/** `strata serve` */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the decision API until it is told to stop (Ctrl-C)')
    .option('--port <number>', 'instead of PORT; 0 lets the system choose', parsePort)
    .option('--json', 'say where it listens as JSON')
    .addHelpText('after', '\nExample:\n  $ strata serve --port 8080\n')
    .action(async ({ port, json }: { readonly port?: number; readonly json?: true }) => {
      const environment = loadConfig();
      const config = port === undefined ? environment : { ...environment, port };
      const log = createLogger(config);
      const { url, database, release, notices, close } = await startServer(config, log);
      closeOnSignal(close, log);
      if (json) printJson({ url, database, release, notices });
      else for (const line of linesFor({ url, database, release }, notices)) printLine(line);
    });
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It is not a number from 0 to 65535.');
}

function linesFor(
  { url, database, release }: { readonly url: string; readonly database: string; readonly release: string },
  notices: readonly string[],
): readonly string[] {
  return [
    `Strata listens on ${url}`,
    `  console  ${url}/`,
    `  API      ${url}/docs`,
    `  database ${database}`,
    `  release  ${release}`,
    ...notices.map((notice) => `  note     ${notice}`),
    'Stop it with Ctrl-C: it finishes what is under way.',
  ];
}
